/** What the rows of a study came to, figure by figure, as it is kept with the run. */
import { studyFigures, type StudyColumn } from "../../../shared/contract/studies.ts";
import { US_PER_MIN } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { KeptStudyResult } from "../simulation/index.ts";
import { USUAL_SEED } from "./designRows.ts";
import type { StudyPlan } from "./planStudy.ts";
import { sobolIndices } from "./sobolIndices.ts";
import type { RowResult } from "./studyTypes.ts";

export function keptStudyResult(plan: StudyPlan, solved: readonly RowResult[]): KeptStudyResult {
  const plain = (values: Float64Array) => Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  return {
    amounts: plan.study.variables.map((_, i) => plain(Float64Array.from(plan.rows, (row) => row[i] ?? Number.NaN))),
    columns: columnsOf(plan, solved).map((column) => ({ ...column, values: plain(column.values) })),
  };
}

function columnsOf({ study: { kind, variables, seed = USUAL_SEED }, outputs, rules }: StudyPlan, solved: readonly RowResult[]): StudyColumn[] {
  const column = (known: Omit<StudyColumn, "values">, valueOf: (row: RowResult) => number | undefined): StudyColumn => {
    const values = Float64Array.from(solved, (row) => valueOf(row) ?? Number.NaN);
    return { ...known, values, ...(kind === "sensitivity" && sobolIndices(values, variables.length, seed)) };
  };
  const figures = outputs.flatMap(({ signal, assetId, name, unit, compared }, place) =>
    studyFigures.flatMap((figure, i): StudyColumn[] => {
      if (figure === "rmse" && compared === undefined) return [];
      return [column({ signal, assetId, output: name, figure, unit: figure === "rmse" ? codeOfDifference(unit) : unit }, (row) => row.figures[place * studyFigures.length + i])];
    }),
  );
  const activeMinutes = (place: number) => ({ activeUs }: RowResult): number => (activeUs?.[place] ?? Number.NaN) / US_PER_MIN;
  return [...figures, ...rules.map(({ id, assetId, rule }, place) => column({ signal: id, assetId, output: rule, figure: "active", unit: "min" }, activeMinutes(place)))];
}
