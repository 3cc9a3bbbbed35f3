/** What the changes of a what-if did: the run less its unchanged replay, at the instants that both have. */
import type { WhatIfEffect } from "../../../shared/contract/whatIf.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import { outputTargets } from "./outputSignals.ts";
import type { SolvePlan } from "./solveSystems.ts";

export interface EffectsQuestion extends Span {
  readonly run: string;
  readonly baseline: string;
  readonly systems: SolvePlan["systems"];
}

/** One for each signal that both runs know anywhere, in the order of the systems. */
export async function whatIfEffects(history: Pick<HistoryInterface, "idOf" | "query">, { run, baseline, systems, fromUs, toUs }: EffectsQuestion, signal: AbortSignal): Promise<WhatIfEffect[]> {
  const targets = [...new Map(systems.flatMap(outputTargets).map((target) => [target.signal, target])).values()];
  const pairs = targets.flatMap((target) => {
    const [changed, unchanged] = [history.idOf(target.signal, run), history.idOf(target.signal, baseline)];
    return changed === undefined || unchanged === undefined ? [] : [{ target, changed, unchanged }];
  });
  if (pairs.length === 0) return [];
  // Numbers of our own only: ids of series and places in the list.
  const sql = `SELECT i, arg_max(off, abs(off)), arg_max(t, abs(off)), arg_max(off, t) FROM (
    SELECT p.i, a.t, a.value - b.value AS off
    FROM (VALUES ${pairs.map(({ changed, unchanged }, i) => `(${i}, ${changed}, ${unchanged})`).join(", ")}) AS p(i, a, b)
    JOIN samples AS a ON a.series = p.a JOIN samples AS b ON b.series = p.b AND b.t = a.t
    WHERE a.value IS NOT NULL AND b.value IS NOT NULL) GROUP BY i ORDER BY i`;
  const effects: WhatIfEffect[] = [];
  for await (const { rows, columns } of history.query({ sql, series: pairs.flatMap(({ changed, unchanged }) => [changed, unchanged]), fromUs, toUs }, { signal })) {
    const [i, greatest, at, end] = columns.map((column) => (column instanceof Float64Array ? column : new Float64Array()));
    for (let row = 0; row < rows; row++) {
      const pair = pairs[i?.[row] ?? -1];
      if (pair) effects.push({ signal: pair.target.signal, unit: codeOfDifference(pair.target.unit), greatest: greatest?.[row] ?? 0, greatestAtUs: at?.[row] ?? fromUs, end: end?.[row] ?? 0 });
    }
  }
  return effects;
}
