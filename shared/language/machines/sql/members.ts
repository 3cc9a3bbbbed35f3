/** Aggregates over members side by side (columns v0, v1, …), as expressions of SQL; unknown members are left out where enough are known. */
import { changes, sideBySide, UNKNOWN_NUMBER } from "./relations.ts";

/** `anyOf`, `allOf` over conditions. */
export function quantified(op: "anyOf" | "allOf", members: readonly string[], least: number): string {
  const decisive = op === "anyOf" ? 2 : 0;
  return ofMembers(members, "1", "TINYINT", (values) =>
    `CASE WHEN ${values.map((each) => `${each} = ${decisive}`).join(" OR ")} THEN ${decisive} WHEN known > 0 AND (known = ${members.length} OR known >= ${least}) THEN ${2 - decisive} ELSE 1 END`);
}

/** Whether any member is beyond a limit, told only where enough are known: the greatest of them is above c where one is. */
export function someBeyond(members: readonly string[], least: number): string {
  return ofMembers(members, "1", "TINYINT", (values) => `CASE WHEN known < ${Math.max(1, least)} THEN 1 ELSE CASE WHEN ${values.map((each) => `${each} = 2`).join(" OR ")} THEN 2 ELSE 0 END END`);
}

/** How many conditions are true. */
export function trueMembers(members: readonly string[], least: number): string {
  return ofMembers(members, "1", "DOUBLE", (values) => `CASE WHEN known < ${least} THEN ${UNKNOWN_NUMBER} ELSE ${values.map((each) => `CAST(${each} = 2 AS INTEGER)`).join(" + ")} END`);
}

/** The lowest or highest of numbers. */
export function extremeMember(op: "lowestOf" | "highestOf", members: readonly string[], least: number): string {
  return ofMembers(members, UNKNOWN_NUMBER, "DOUBLE", (values) =>
    `CASE WHEN known < ${Math.max(1, least)} THEN ${UNKNOWN_NUMBER} ELSE ${op === "lowestOf" ? "least" : "greatest"}(${values.map((each) => `CASE WHEN ${each} <> ${UNKNOWN_NUMBER} THEN ${each} END`).join(", ")}) END`);
}

function ofMembers(members: readonly string[], unknown: string, type: "TINYINT" | "DOUBLE", value: (values: readonly string[]) => string): string {
  const values = members.map((_, index) => `v${index}`);
  const known = values.map((each) => `CAST(${each} <> ${unknown} AS INTEGER)`).join(" + ");
  return changes(`(SELECT i, t, CAST(${value(values)} AS ${type}) AS v FROM (SELECT *, ${known} AS known FROM (${sideBySide(members)})))`);
}
