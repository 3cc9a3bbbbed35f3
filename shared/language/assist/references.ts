/** References of a name across files, and the edits that rename it. */
import type { Project, TwinText } from "../../model/project.ts";
import { analyse } from "../analyse.ts";
import { spellName } from "../names.ts";
import { type Occurrence, occurrencesIn } from "./occurrences.ts";
import { kindOf, type Target } from "./targets.ts";

/** A place in a text where the thing is named. */
export interface Reference {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly definition: boolean;
}

/** What stands at a place and can be renamed, with the name as it is now written there. */
export interface NameAt {
  readonly target: Target;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A replacement of [start, end) in a file. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type RenameResult = { readonly edits: readonly TextEdit[] } | { readonly problem: string };

/** The narrowest name at a place. */
export function smallestAt(occurrences: readonly Occurrence[], file: string, offset: number): Occurrence | undefined {
  const here = occurrences.filter((found) => found.file === file && found.start <= offset && offset <= found.end);
  return here.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
}

/** The thing named at a place; undefined where nothing is that is named elsewhere too. */
export function nameAt(texts: readonly TwinText[], project: Project, file: string, offset: number): NameAt | undefined {
  const found = smallestAt(occurrencesIn(analyse(texts, project)), file, offset);
  const [target] = found?.targets ?? [];
  const text = texts.find(({ id }) => id === file)?.text ?? "";
  return found && target && { target, start: found.start, end: found.end, text: text.slice(found.start, found.end) };
}

/** All places that name what stands at a place, where it is defined included. */
export function referencesAt(texts: readonly TwinText[], project: Project, file: string, offset: number): Reference[] {
  const occurrences = occurrencesIn(analyse(texts, project));
  const targets = new Set(smallestAt(occurrences, file, offset)?.targets ?? []);
  return occurrences.filter((found) => found.targets.some((target) => targets.has(target))).map(asReference);
}

/** All places that name a thing of the project or of the texts, by its key (`targetOf`). */
export function referencesOf(texts: readonly TwinText[], project: Project, target: Target): Reference[] {
  return occurrencesIn(analyse(texts, project)).filter((found) => found.targets.includes(target)).map(asReference);
}

function asReference({ file, start, end, definition }: Occurrence): Reference {
  return { file, start, end, definition };
}

/**
 * The edits that make the texts say the new name, back-quoted where it is no plain word. The project must be as it is before
 * the renaming. An asset's name is changed only where the name leads to that asset from every asset it is read from.
 */
export function renameEdits(texts: readonly TwinText[], project: Project, target: Target, newName: string): RenameResult {
  const name = newName.trim();
  if (name === "" || name.includes("\n")) return { problem: "A name needs at least one letter and stands on one line." };
  const occurrences = occurrencesIn(analyse(texts, project));
  const clash = occurrences.find((found) => found.definition && found.targets.some((other) => other === renamed(target, name) && other !== target));
  if (clash) return { problem: `There is already a ${WORDS[kindOf(target)] ?? kindOf(target)} called ${name}, in ${clash.file}.` };
  const sources = new Map(texts.map(({ id, text }) => [id, text]));
  const named = occurrences.filter((found) => found.targets.length === 1 && found.targets[0] === target);
  // Files stand in quotes, members of an enum may.
  const spelt = ({ file, start }: Occurrence): string => (sources.get(file)?.[start] === '"' ? JSON.stringify(name) : spellName(name));
  return { edits: named.map((found) => ({ file: found.file, start: found.start, end: found.end, text: spelt(found) })) };
}

const WORDS: Partial<Record<ReturnType<typeof kindOf>, string>> = { def: "function", line: "line", assetParameter: "parameter" };

/** The key that the thing would have under another name. */
function renamed(target: Target, name: string): Target {
  // Keys end with the name, or with an id that no name equals.
  return `${target.slice(0, target.lastIndexOf(":"))}:${name}` as Target;
}
