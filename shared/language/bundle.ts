/**
 * Several texts in one: a `.twin` bundle, to hand rules and models from one project to another. A bundle is itself a text of
 * the language, but for tables in it: its marks are comments, so whatever reads .twin files can show it. Pure.
 */

import { isTextFile } from "../model/textFile.ts";

export interface BundledText {
  /** `rules/overheating.twin`. */
  readonly file: string;
  readonly text: string;
}

const HEAD = "// Twinbench bundle 1: texts of a project, each below its mark.";
const MARK = /^\/\/ ==== (.+\.(?:twin|csv)) ====$/;

/** Names that are a file in `rules/` or `models/` on every file system. */
const NAME = /^[a-z]+\/[\p{L}\p{N}][\p{L}\p{N} _.()-]*$/u;

export function isBundle(text: string): boolean {
  return text.replace(/^\uFEFF/, "").startsWith("// Twinbench bundle ");
}

/** In the order of their names. A line of a text that looks like a mark is kept apart by a blank before its end. */
export function writeBundle(texts: readonly BundledText[]): string {
  const parts = [...texts].sort((a, b) => a.file.localeCompare(b.file)).map(({ file, text }) => {
    const lines = text.split("\n").map((line) => (MARK.test(line.trimEnd()) ? `${line.trimEnd()} (text)` : line));
    return `// ==== ${file} ====\n${lines.join("\n")}${text.endsWith("\n") ? "" : "\n"}`;
  });
  return [HEAD, ...parts].join("\n");
}

/** The texts of a bundle, and what is wrong with it in sentences; a text whose name cannot be used is left out and named. */
export function readBundle(bundle: string): { readonly texts: readonly BundledText[]; readonly problems: readonly string[] } {
  const [head = "", ...lines] = bundle.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").split("\n");
  if (!isBundle(head)) return { texts: [], problems: ["This is no bundle: it does not begin with its mark."] };
  if (head.trim() !== HEAD) return { texts: [], problems: [`This bundle was written by another version of Twinbench: "${head.trim()}".`] };
  const problems: string[] = [];
  const found = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines) {
    const file = MARK.exec(line)?.[1];
    if (file === undefined) {
      current.push(line);
      continue;
    }
    current = [];
    if (!isTextFile(file) || !NAME.test(file)) problems.push(`${file} is no name for a text; it is left out.`);
    else if (found.has(file)) problems.push(`${file} comes twice; the first is taken.`);
    else found.set(file, current);
  }
  if (found.size === 0) problems.push("The bundle holds no text.");
  return { texts: [...found].map(([file, text]) => ({ file, text: `${text.join("\n").trimEnd()}\n` })), problems };
}
