/**
 * A text set anew: indents, blanks and columns, one way for all. Lines stay the author's, comments and single blank lines
 * stay where they are, and no token changes. A text with a syntax error is left as it is.
 */
import { DiagnosticSink } from "../diagnostics.ts";
import { lex, type Token } from "../lexer.ts";
import { parse } from "../parser.ts";
import { DEFINITION_WORDS } from "../words.ts";
import { beginsLine, type BlockKind, blockOf, cellsOf, tableOf } from "./formatColumns.ts";
import { joined } from "./formatSpacing.ts";

const DEFINITIONS: ReadonlySet<string> = new Set(DEFINITION_WORDS);
const INDENT = "  ";

interface Line {
  readonly tokens: readonly Token[];
  /** Braces open before the line. */
  readonly depth: number;
  readonly block: BlockKind;
  /** Counts blocks, so that tables do not reach from one into the next. */
  readonly blockIndex: number;
  /** Whether it goes on with the line before. */
  readonly continued: boolean;
  readonly blankBefore: boolean;
}

export function format(text: string): string {
  const sink = new DiagnosticSink("");
  parse("", text, sink);
  if (sink.list().some(({ severity }) => severity === "error")) return text;
  const lines = linesOf(text);
  const widths = widthsOf(lines, text);
  const written = lines.flatMap((line, index) => [...(line.blankBefore && index > 0 ? [""] : []), write(line, widths, text)]);
  const result = written.length === 0 ? "" : `${written.join("\n")}\n`;
  return sameTokens(text, result) ? result : text;
}

/** Formatting must change no program: where blanks decide what a word is, the text is left alone. */
function sameTokens(a: string, b: string): boolean {
  const kept = (text: string): string => JSON.stringify(lex(text).map(({ kind, value }) => [kind, value.trimEnd()]));
  return kept(a) === kept(b);
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let depth = 0;
  let block: BlockKind = "other";
  let blockIndex = 0;
  let lastEnd = 0;
  for (const tokens of rows(text)) {
    const [first] = tokens;
    if (!first) continue;
    const defines = first.kind === "word" && DEFINITIONS.has(first.value) && depth === 0;
    if (defines) {
      block = blockOf(first.value);
      blockIndex += 1;
    }
    const closes = first.kind === "symbol" && first.value === "}";
    const inside = depth > 0 ? block : "other";
    const continued = !closes && first.kind !== "comment" && (depth === 0 ? !defines && lines.length > 0 && first.value !== "{" : !beginsLine(tokens, inside));
    lines.push({ tokens, depth: closes ? Math.max(0, depth - 1) : depth, block: inside, blockIndex, continued, blankBefore: text.slice(lastEnd, first.start).split("\n").length > 2 });
    for (const token of tokens) if (token.kind === "symbol") depth = Math.max(0, depth + (token.value === "{" ? 1 : token.value === "}" ? -1 : 0));
    lastEnd = tokens.at(-1)?.end ?? lastEnd;
  }
  return lines;
}

/** The tokens, line by line. */
function rows(text: string): Token[][] {
  const result: Token[][] = [];
  let end = 0;
  for (const token of lex(text)) {
    if (token.kind === "end") continue;
    if (result.length === 0 || text.slice(end, token.start).includes("\n")) result.push([]);
    result.at(-1)?.push(token);
    end = token.end;
  }
  return result;
}

function key(line: Line, column: number): string {
  return `${line.blockIndex}|${column === 0 ? line.block : tableOf(line.tokens, line.block)}|${column}`;
}

/** How wide each column of each block's table is. The last cell of a line is as long as it is. */
function widthsOf(lines: readonly Line[], text: string): ReadonlyMap<string, number> {
  const widths = new Map<string, number>();
  for (const line of lines) {
    if (line.continued || line.depth === 0) continue;
    const cells = cellsOf(line.tokens, line.block);
    for (const [column, cell] of cells.slice(0, -1).entries()) widths.set(key(line, column), Math.max(widths.get(key(line, column)) ?? 0, joined(cell, text).length));
  }
  return widths;
}

function write(line: Line, widths: ReadonlyMap<string, number>, text: string): string {
  const indent = INDENT.repeat(line.depth + (line.continued ? 1 : 0));
  if (line.continued || line.depth === 0) return indent + joined(line.tokens, text).trimEnd();
  const cells = cellsOf(line.tokens, line.block);
  const padded = cells.map((cell, column) => (column === cells.length - 1 ? joined(cell, text) : joined(cell, text).padEnd(widths.get(key(line, column)) ?? 0)));
  return indent + padded.join(" ").trimEnd();
}
