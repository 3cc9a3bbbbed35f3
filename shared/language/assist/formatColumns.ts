/** Lines of a block as a table: clause words, names, units and values stand under each other. */
import type { Token } from "../lexer.ts";
import { LIVE_WORD, MODEL_BLOCKS, MODEL_WORDS, RULE_WORDS } from "../words.ts";

export type BlockKind = "rule" | "model" | "use" | "other";

const RULE_LINES: ReadonlySet<string> = new Set(RULE_WORDS);
const MODEL_LINES: ReadonlySet<string> = new Set(MODEL_WORDS);
const MODEL_BLOCK_WORDS: ReadonlySet<string> = new Set(MODEL_BLOCKS);

/** Which block a definition's word opens. */
export function blockOf(word: string): BlockKind {
  if (word === "rule" || word === "template") return "rule";
  if (word === "model") return "model";
  return word === "use" || word === "override" ? "use" : "other";
}

/** Whether the tokens begin a line of the block, and do not go on with the one before. */
export function beginsLine(tokens: readonly Token[], block: BlockKind): boolean {
  const [first, second] = tokens;
  if (!first) return false;
  const symbol = second?.kind === "symbol" ? second.value : "";
  if (first.kind === "comment") return true;
  if (block === "rule") return first.kind === "word" && RULE_LINES.has(first.value) && symbol !== ".";
  if (block === "use") return symbol === "=" || symbol === "~" || symbol === "." || (first.kind === "word" && first.value === LIVE_WORD && symbol === "");
  if (block === "model") return first.kind === "word" && (MODEL_LINES.has(first.value) || MODEL_BLOCK_WORDS.has(first.value) || symbol !== "");
  return true;
}

/** The row cut where columns begin; one piece where the line belongs to no table. */
export function cellsOf(tokens: readonly Token[], block: BlockKind): readonly (readonly Token[])[] {
  const [first, second] = tokens;
  if (!first || !second || first.kind === "comment") return [tokens];
  if (block === "use") return cutAt(tokens, (token) => token.value === "=" || token.value === "~", 1);
  if (block === "model" && MODEL_LINES.has(first.value)) return declaration(tokens);
  if (block !== "rule" || second.value === "after") return [tokens];
  if (first.value === "limit") return declaration(tokens);
  return [[first], tokens.slice(1)];
}

/** `word | name | : unit | = value | in lo .. hi`. */
function declaration([word, ...rest]: readonly Token[]): readonly (readonly Token[])[] {
  if (!word) return [];
  const depths = depthsOf(rest);
  const starts = [":", "=", "in"].map((value) => rest.findIndex((token, index) => token.value === value && token.kind !== "text" && depths[index] === 0));
  const cells: (readonly Token[])[] = [[word]];
  let from = 0;
  for (const at of starts) {
    if (at < from) continue;
    cells.push(rest.slice(from, at));
    from = at;
  }
  return [...cells, rest.slice(from)];
}

/** How many brackets each token stands in: a table's arguments have units of their own. */
function depthsOf(tokens: readonly Token[]): number[] {
  let depth = 0;
  return tokens.map(({ kind, value }) => {
    if (kind === "symbol" && (value === ")" || value === "]")) depth -= 1;
    const here = depth;
    if (kind === "symbol" && (value === "(" || value === "[")) depth += 1;
    return here;
  });
}

function cutAt(tokens: readonly Token[], is: (token: Token) => boolean, from: number): readonly (readonly Token[])[] {
  const at = tokens.findIndex((token, index) => index >= from && token.kind === "symbol" && is(token));
  return at < 0 ? [tokens] : [tokens.slice(0, at), tokens.slice(at)];
}

/** What lines must share to stand in one table. */
export function tableOf(tokens: readonly Token[], block: BlockKind): string {
  const word = tokens[0]?.value ?? "";
  // A table's arguments would push everything else to the right.
  return (block === "rule" && word === "limit") || (block === "model" && word === "table") ? word : block;
}
