/** Cases in which a law once failed, shrunk, kept as files and tried again by each test run. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";

export type LawName = "rules" | "calcs" | "warmStarts" | "backtests";

export interface KeptCase {
  readonly file: string;
  readonly law: LawName;
  readonly arguments: readonly unknown[];
}

const folder = fileURLToPath(new URL("kept/", import.meta.url));

/** Checks a law; where it fails, the shrunk case becomes a file of `kept/` before the failure is thrown. */
export async function holds<Ts extends unknown[]>(law: LawName, property: fc.IProperty<Ts> | fc.IAsyncProperty<Ts>, numRuns: number): Promise<void> {
  const run = await fc.check(property as fc.IAsyncProperty<Ts>, { numRuns });
  if (run.failed && run.counterexample) keep(law, run.counterexample);
  if (run.failed) throw new Error(fc.defaultReportMessage(run) ?? `The law of ${law} failed.`, { cause: run.errorInstance });
}

export function keptCases(): KeptCase[] {
  return readdirSync(folder).filter((file) => file.endsWith(".json")).sort().map((file) => ({ file, ...(JSON.parse(readFileSync(join(folder, file), "utf8"), revive) as Omit<KeptCase, "file">) })); // written by keep
}

function keep(law: LawName, counterexample: readonly unknown[]): void {
  const text = `${JSON.stringify({ law, arguments: counterexample }, replace, 1)}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${law}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.json`), text);
}

/** Numbers that JSON has no word for. */
const WORDS = ["NaN", "Infinity", "-Infinity", "-0"] as const;

function replace(_key: string, value: unknown): unknown {
  const word = WORDS.find((each) => Object.is(Number(each), value));
  return word === undefined ? value : { number: word };
}

function revive(_key: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && "number" in value && WORDS.some((word) => word === value.number) ? Number(value.number) : value;
}
