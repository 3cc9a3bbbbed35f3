/** What a calibration found, as overrides in a text: read, compared, applied and put back like any other. */
import type { Project } from "../model/project.ts";
import { assetPath } from "../model/signals.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { writtenUnit } from "./checkUnits.ts";
import { DiagnosticSink } from "./diagnostics.ts";
import { pathOf, spellName } from "./names.ts";
import { parse } from "./parser.ts";
import type { OverrideSyntax } from "./syntax.ts";

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

/** Behind a value that the newest calibration did not look for. */
const KEPT = "kept from before";

/** The text with the values for each asset, in place of those of the same names that it has of the same use and asset; others there are kept. */
export function calibratedText(text: string, project: Project, { use, assetIds, parameters, notes }: CalibratedValues): string {
  return assetIds.reduce((before, assetId) => {
    const path = assetPath(project, assetId);
    const asset = path.map(spellName).join(".");
    const old = overrideOf(before, use, path);
    const lines = [
      ...notes.map((note, index) => `${index === 0 ? `${MARK} ` : "// "}${oneLine(note)}`),
      `override ${spellName(use)} on ${asset} {`,
      ...parameters.map(({ name, unit, value, note }) => `  ${spellName(name)} = ${Number(value.toPrecision(DIGITS))}${unitText(unit)}  // ${oneLine(note)}`),
      ...(old ? linesKept(before, old, new Set(parameters.map(({ name }) => name))) : []),
      "}",
    ];
    return withBlock(before, old, lines.join("\n"));
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

function overrideOf(text: string, use: string, path: readonly string[]): OverrideSyntax | undefined {
  const overrides = parse(CALIBRATED_FILE, text, new DiagnosticSink(CALIBRATED_FILE)).definitions.filter((definition) => definition.kind === "override");
  return overrides.find(({ rule, asset }) => rule.name === use && isAsset(pathOf(asset), path));
}

/** What an override sets beside these names, each with its comment. */
function linesKept(text: string, { settings }: OverrideSyntax, found: ReadonlySet<string>): string[] {
  return settings.filter(({ name }) => !found.has(name.name)).map(({ start, end }) => {
    const [, comment = ""] = /^[ \t]*\/\/[ \t]*([^\n]*)/.exec(text.slice(end)) ?? [];
    return `  ${text.slice(start, end).trim()}  // ${comment.includes(KEPT) || comment === "" ? comment || KEPT : `${comment.trim()}; ${KEPT}`}`;
  });
}

function withBlock(text: string, old: OverrideSyntax | undefined, block: string): string {
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
