/** What studies and their figures are called. */
import type { ColumnFigure, Study, StudyColumn } from "../../../shared/contract/studies.ts";
import { changeText } from "../../../shared/contract/whatIf.ts";

export const FIGURE_TITLES: Readonly<Record<ColumnFigure, string>> = { mean: "Mean", lowest: "Lowest", highest: "Highest", last: "At the end", rmse: "Off from measured, RMS", active: "Active" };

type Variable = Study["variables"][number];

/** `R`, `load ×`: what an axis of its amounts is called. */
export function variableName({ name, how }: Pick<Variable, "name" | "how">): string {
  return how === "set" ? name : how === "scale" ? `${name} ×` : `${name} +`;
}

/** `R = 0.02 .. 0.08 K/W`. */
export function variableText(variable: Variable): string {
  const { range } = variable;
  if (range.kind === "normal") return `${changeText({ ...variable, amount: range.mean })} ± ${range.deviation}`;
  const [low, high] = [changeText({ ...variable, amount: range.low, unit: "1" }), changeText({ ...variable, amount: range.high })];
  return `${low} .. ${high.slice(high.search(/[−\d]/))}`;
}

/** Tells the columns of one study apart. */
export function columnKey({ assetId, output, signal, figure }: StudyColumn): string {
  return `${assetId} ${output} ${signal} ${figure}`;
}
