/** What is varied, as it is typed. */
import type { UseInfo } from "../../shared/contract/runs.ts";
import type { StudyKind, StudyVariable } from "../../shared/contract/studies.ts";
import type { ChangeKind } from "../../shared/contract/whatIf.ts";
import { textOption, type CommandInput } from "./Command.ts";
import { usageError } from "./usage.ts";

const KINDS: Readonly<Record<string, ChangeKind>> = { "=": "set", "+=": "shift", "*=": "scale" };

/** `R=0.02..0.08`, with `/5` behind it in five steps; `R=0.05+-0.005` for a normal range; `load*=0.8..1.2`. */
export function readVariable(kind: StudyKind, text: string, use: string, uses: readonly UseInfo[]): Omit<StudyVariable, "asset"> {
  const [, name = "", sign = "", first = "", between = "", second = "", steps] = /^([\p{L}\p{N}_]+)\s*([+*]?=)\s*([^\s/]+?)\s*(\.\.|\+-|±)\s*([^\s/]+?)(?:\/(\d+))?$/u.exec(text.trim()) ?? [];
  const how = KINDS[sign];
  const [a, b] = [Number(first), Number(second)];
  if (!how || first === "" || second === "" || Number.isNaN(a) || Number.isNaN(b)) throw usageError(`--vary ${text}: write it as NAME=LOW..HIGH, NAME=MEAN+-DEVIATION, NAME+=LOW..HIGH or NAME*=LOW..HIGH, in the model's unit${kind === "sweep" ? "; NAME=LOW..HIGH/5 for five steps" : ""}.`);
  const isParameter = uses.some((one) => one.name === use && one.parameters.some((parameter) => parameter.name === name));
  const range = between === ".." ? { kind: "even" as const, low: a, high: b, ...(steps !== undefined && { steps: Number(steps) }) } : { kind: "normal" as const, mean: a, deviation: b };
  return { of: isParameter ? "parameter" : "input", use, name, how, range };
}

/** A whole number as it is typed. */
export function readCount(input: CommandInput, option: string): number | undefined {
  const text = textOption(input, option);
  if (text !== undefined && !/^\d+$/.test(text)) throw usageError(`--${option} ${text}: not a whole number.`);
  return text === undefined ? undefined : Number(text);
}
