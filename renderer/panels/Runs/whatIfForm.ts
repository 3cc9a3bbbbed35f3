/** What is chosen in the what-if dialog, and the request that it comes to. Pure. */
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { LONGEST_WHAT_IF_US, USUAL_WARM_UP_US, type ChangeKind, type WhatIfChange, type WhatIfRequest } from "../../../shared/contract/whatIf.ts";
import { US_PER_HOUR } from "../../../shared/time/time.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";

/** An input or a parameter that can be changed. */
export interface Changeable {
  readonly id: string;
  readonly of: WhatIfChange["of"];
  readonly use: string;
  readonly name: string;
  readonly unit: string;
  readonly assetIds: readonly string[];
  /** Values by asset, of a parameter. */
  readonly values?: readonly number[];
  /** Bounds that the model gives it. */
  readonly low?: number;
  readonly high?: number;
  /** One standard deviation of what is not known of a parameter. */
  readonly deviation?: number;
}

export interface ChangeRow {
  readonly target: string;
  /** Undefined: on every asset. */
  readonly asset: string | undefined;
  readonly how: ChangeKind;
  readonly amount: number | undefined;
}

export interface WhatIfForm {
  /** Undefined: all uses as one system. */
  readonly use: string | undefined;
  readonly atUs: number;
  readonly hours: number | undefined;
  readonly warmUpHours: number | undefined;
  readonly name: string;
  readonly changes: readonly ChangeRow[];
}

const FIRST_HOURS = 1;
/** Between what is changed and the amount. */
export const HOW_WORDS: Readonly<Record<ChangeKind, string>> = { set: "is", shift: "plus", scale: "times" };

/** Inputs and parameters of the uses that are solved; the inputs first, as they are what most what-ifs ask about. */
export function changeables(uses: readonly UseInfo[], use: string | undefined): Changeable[] {
  return uses.filter(({ name }) => use === undefined || name === use).flatMap(({ name: ofUse, assetIds, inputs, parameters }): Changeable[] => [
    ...inputs.map(({ name, unit }): Changeable => ({ id: idOf("input", ofUse, name), of: "input", use: ofUse, name, unit, assetIds })),
    ...parameters.map(({ name, ...rest }): Changeable => ({ id: idOf("parameter", ofUse, name), of: "parameter", use: ofUse, name, assetIds, ...rest })),
  ]);
}

/** A fresh form: one change to be filled in. */
export function whatIfFormAt(atUs: number, uses: readonly UseInfo[]): WhatIfForm {
  return { use: undefined, atUs, hours: FIRST_HOURS, warmUpHours: USUAL_WARM_UP_US / US_PER_HOUR, name: "", changes: [firstRow(changeables(uses, undefined))] };
}

/** The form that a what-if was made from, to be changed in one thing. */
export function whatIfFormOf(run: Run, uses: readonly UseInfo[]): WhatIfForm {
  const { whatIf, origin } = run;
  if (!whatIf || whatIf.changes.length === 0) return { ...whatIfFormAt(run.fromUs, uses), use: origin?.use, hours: (run.toUs - run.fromUs) / US_PER_HOUR };
  return {
    use: origin?.use, atUs: whatIf.atUs, hours: (run.toUs - run.fromUs) / US_PER_HOUR, warmUpHours: whatIf.warmUpUs / US_PER_HOUR, name: "",
    changes: rowsOf(whatIf.changes),
  };
}

export function firstRow(among: readonly Changeable[]): ChangeRow {
  return { target: among[0]?.id ?? "", asset: undefined, how: "set", amount: undefined };
}

/** The unit of an amount: a factor has none, a shift that of a difference. */
export function unitOfAmount({ unit }: Changeable, how: ChangeKind): string {
  if (how === "scale") return "";
  return how === "shift" ? codeOfDifference(unit) : unit;
}

/** The request, or what is still missing in plain words. */
export function whatIfRequestOf({ use, atUs, hours, warmUpHours, name, changes }: WhatIfForm, uses: readonly UseInfo[]): WhatIfRequest | string {
  const among = changeables(uses, use);
  const lengths = lengthsOf(hours, warmUpHours);
  if (typeof lengths === "string") return lengths;
  if (changes.length === 0) return "a change";
  const made = changesFrom(changes, among);
  if (typeof made === "string") return made;
  return { atUs: Math.round(atUs), ...lengths, changes: made, ...(use !== undefined && { use }), ...(name.trim() !== "" && { name: name.trim() }) };
}

/** How long a course goes on and how long it follows history before, or what is still missing. */
export function lengthsOf(hours: number | undefined, warmUpHours: number | undefined): { readonly forUs: number; readonly warmUpUs: number } | string {
  const longest = LONGEST_WHAT_IF_US / US_PER_HOUR;
  if (!(hours !== undefined && hours > 0)) return "how long to go on";
  if (hours > longest) return `a length of at most ${formatNumber(longest)} hours to go on, a year: longer courses are too much to keep`;
  if (!(warmUpHours !== undefined && warmUpHours >= 0)) return "how long to follow history before";
  if (warmUpHours > longest) return `at most ${formatNumber(longest)} hours of history before, a year`;
  return { forUs: Math.round(hours * US_PER_HOUR), warmUpUs: Math.round(warmUpHours * US_PER_HOUR) };
}

/** What the rows say, or what is still missing. */
export function changesFrom(rows: readonly ChangeRow[], among: readonly Changeable[]): WhatIfChange[] | string {
  const made: WhatIfChange[] = [];
  for (const { target, asset, how, amount } of rows) {
    const found = among.find(({ id }) => id === target);
    if (!found) return "what to change";
    if (amount === undefined) return `a number for ${found.name}`;
    made.push({ of: found.of, use: found.use, name: found.name, how, amount, ...(asset !== undefined && { asset }) });
  }
  return made;
}

/** The rows that made changes came from. */
export function rowsOf(changes: readonly WhatIfChange[]): ChangeRow[] {
  return changes.map(({ of, use, name, asset, how, amount }) => ({ target: idOf(of, use, name), asset, how, amount }));
}

export function idOf(of: WhatIfChange["of"], use: string, name: string): string {
  return `${use} ${of} ${name}`;
}
