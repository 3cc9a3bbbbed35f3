/** What can be folded in a text: definitions, runs of comments, runs of imports. */
import { DiagnosticSink } from "../diagnostics.ts";
import { lex } from "../lexer.ts";
import { parse } from "../parser.ts";

/** Lines counted from 0, both included. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: "definition" | "comment" | "imports";
}

export function foldingRanges(text: string): FoldingRange[] {
  const lineOf = lineFinder(text);
  const { definitions } = parse("", text, new DiagnosticSink(""));
  const ranges: FoldingRange[] = definitions.map(({ start, end }) => ({ startLine: lineOf(start), endLine: lineOf(end), kind: "definition" }));
  const comments = lex(text).filter(({ kind, first }) => kind === "comment" && first).map(({ start }) => lineOf(start));
  const imports = definitions.filter(({ kind }) => kind === "import").map(({ start }) => lineOf(start));
  ranges.push(...runs(comments, "comment"), ...runs(imports, "imports"));
  return ranges.filter(({ startLine, endLine }) => endLine > startLine).toSorted((a, b) => a.startLine - b.startLine);
}

/** The line of an offset. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

/** Stretches of lines that follow each other. */
function runs(lines: readonly number[], kind: FoldingRange["kind"]): FoldingRange[] {
  const found: { startLine: number; endLine: number; kind: FoldingRange["kind"] }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && last.endLine + 1 === line) last.endLine = line;
    else found.push({ startLine: line, endLine: line, kind });
  }
  return found;
}
