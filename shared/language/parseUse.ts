/** `use Model [as name] on Type { input = signal  parameter = number  output ~ signal  live }`, and `override Rule or use on Asset { limit or parameter = number }`. */
import type { ExpressionParser } from "./parseExpression.ts";
import { endClause, readBlock } from "./parseClause.ts";
import type { NameNode, OverrideSyntax, UseSyntax } from "./syntax.ts";
import { LIVE_WORD } from "./words.ts";

type Setting = UseSyntax["settings"][number];
type Compared = UseSyntax["comparisons"][number];

const LINES = ["input = signal", "parameter = number", "output ~ signal", LIVE_WORD];

export function parseUse(expressions: ExpressionParser, start: number): UseSyntax | undefined {
  const { cursor } = expressions;
  const settings: Setting[] = [];
  const comparisons: Compared[] = [];
  const model = cursor.expectName("The model's name");
  const alias = model && cursor.takeWord("as") ? cursor.expectName("The name of this use") : undefined;
  if (model && !cursor.failed && !cursor.takeWord("on")) cursor.missing(`"on" and an asset type are missing: use ${model.name} on Motor { … }`);
  const type = cursor.failed ? undefined : cursor.expectName("The asset type");
  const isSetting = (): boolean => (cursor.token.kind === "word" || cursor.token.kind === "quoted") && cursor.following.kind === "symbol" && (cursor.following.value === "=" || cursor.following.value === "~");
  // An input may have the name of the word.
  const isStart = (): boolean => isSetting() || cursor.isWord(LIVE_WORD);
  if (cursor.failed) cursor.recover(() => cursor.isSymbol("{"));
  if (!model && !cursor.isSymbol("{")) return undefined;
  let live: UseSyntax["live"];
  const line = (): boolean => {
    if (isSetting()) return parseLine(expressions, settings, comparisons, isStart);
    const token = cursor.next();
    live = { start: token.start, end: token.end };
    return endClause(cursor, isStart, "line");
  };
  const fine = readBlock(cursor, LINES, isStart, line, `use ${model?.name ?? ""}`.trim());
  if (!model || !type) return undefined;
  return { kind: "use", model, ...(alias && { alias }), type, settings, comparisons, ...(live && { live }), broken: !fine, start, end: cursor.previousEnd };
}

export function parseOverride(expressions: ExpressionParser, start: number): OverrideSyntax | undefined {
  const { cursor } = expressions;
  const settings: Setting[] = [];
  const rule = cursor.expectName("The rule's name");
  if (rule && !cursor.takeWord("on")) cursor.missing(`"on" and an asset are missing: override ${rule.name} on \`P-101\` { limit = 85 degC }`);
  const asset = cursor.failed ? undefined : parseAsset(expressions);
  const isStart = (): boolean => (cursor.token.kind === "word" || cursor.token.kind === "quoted") && cursor.following.kind === "symbol" && cursor.following.value === "=";
  if (cursor.failed) cursor.recover(() => cursor.isSymbol("{"));
  if (!rule && !cursor.isSymbol("{")) return undefined;
  const fine = readBlock(cursor, ["limit = number", "parameter = number"], isStart, () => parseLine(expressions, settings, [], isStart), `override ${rule?.name ?? ""}`.trim());
  return rule && asset && { kind: "override", rule, asset, settings, broken: !fine, start, end: cursor.previousEnd };
}

function parseAsset(expressions: ExpressionParser): NameNode | undefined {
  const { cursor } = expressions;
  if (!cursor.token.first && (cursor.token.kind === "word" || cursor.token.kind === "quoted")) return expressions.name();
  cursor.missing("The asset's name is missing here.");
  return undefined;
}

function parseLine(expressions: ExpressionParser, settings: Setting[], comparisons: Compared[], isStart: () => boolean): boolean {
  const { cursor } = expressions;
  const token = cursor.next();
  const name = { name: token.value, start: token.start, end: token.end };
  if (cursor.takeSymbol("~")) {
    if (cursor.token.kind === "word" || cursor.token.kind === "quoted") {
      const signal = expressions.name();
      comparisons.push({ output: name, signal, start: name.start, end: signal.end });
    } else cursor.missing(`The measured signal is missing after ${name.name} ~.`);
  } else {
    cursor.next();
    const value = expressions.expression();
    settings.push({ name, value: cursor.failed ? { kind: "broken", start: value.start, end: value.end } : value, start: name.start, end: value.end });
  }
  return endClause(cursor, () => isStart(), "line");
}
