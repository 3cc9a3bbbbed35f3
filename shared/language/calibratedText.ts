/** What a calibration found, as overrides in a text: read, compared, applied and put back like any other. */
import type { Project } from "../model/project.ts";
import { assetPath } from "../model/signals.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { writtenUnit } from "./checkUnits.ts";
import { DiagnosticSink } from "./diagnostics.ts";
import { pathOf, spellName } from "./names.ts";
import { parse } from "./parser.ts";

/** Where values of calibrations are kept. */
export const CALIBRATED_FILE = "models/calibrated.twin";

export interface CalibratedValues {
  readonly use: string;
  readonly assetIds: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly unit: string; readonly value: number; /** `0.0495 .. 0.0496, identified`. */ readonly note: string }[];
  /** When, from which data, by whom, how well: one line each. */
  readonly notes: readonly string[];
}

/** Digits of a value: more than any interval supports, few enough to be read. */
const DIGITS = 7;
const MARK = "// Calibrated";

/** The text with the values for each asset, in place of those that it has of the same use and asset. */
export function calibratedText(text: string, project: Project, { use, assetIds, parameters, notes }: CalibratedValues): string {
  return assetIds.reduce((before, assetId) => {
    const asset = assetPath(project, assetId).map(spellName).join(".");
    const lines = [
      ...notes.map((note, index) => `${index === 0 ? `${MARK} ` : "// "}${oneLine(note)}`),
      `override ${spellName(use)} on ${asset} {`,
      ...parameters.map(({ name, unit, value, note }) => `  ${spellName(name)} = ${Number(value.toPrecision(DIGITS))}${unitText(unit)}  // ${oneLine(note)}`),
      "}",
    ];
    return withBlock(before, use, assetPath(project, assetId), lines.join("\n"));
  }, text);
}

/** A note stays in its comment, whatever it says. */
function oneLine(note: string): string {
  return note.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, " ");
}

function unitText(code: string): string {
  const unit = parseUnit(code);
  const written = isUnitError(unit) ? code : writtenUnit(unit);
  return written === "1" || written === "" ? "" : ` ${written}`;
}

function withBlock(text: string, use: string, path: readonly string[], block: string): string {
  const sink = new DiagnosticSink(CALIBRATED_FILE);
  const old = parse(CALIBRATED_FILE, text, sink).definitions.find((definition) => definition.kind === "override" && definition.rule.name === use && isAsset(pathOf(definition.asset), path));
  if (!old) return `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}${block}\n`;
  return text.slice(0, notesBefore(text, old.start)) + block + text.slice(old.end);
}

function isAsset(named: string, path: readonly string[]): boolean {
  return path.some((_, index) => path.slice(index).join(".") === named);
}

/** Where the comment of an earlier calibration begins that stands right before; else the place itself. */
function notesBefore(text: string, start: number): number {
  let from = start;
  for (let line = lineBefore(text, from); line.text.startsWith("//"); line = lineBefore(text, from)) {
    from = line.start;
    if (line.text.startsWith(MARK)) return from;
  }
  return start;
}

function lineBefore(text: string, at: number): { readonly start: number; readonly text: string } {
  if (at === 0) return { start: 0, text: "" };
  const start = text.lastIndexOf("\n", at - 2) + 1;
  return { start, text: text.slice(start, at - 1) };
}
