/** What a forecast solves, and with which samples: from the states that history led to, on with inputs by scenario. Reads nothing after its begin. */
import { REPEATED_US, type InputScenario } from "../../../shared/contract/forecasts.ts";
import type { HeldInput, MadeChange, StartState, WhatIfChange } from "../../../shared/contract/whatIf.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { digestSeries } from "./digests.ts";
import { continuedInputs, scenarioInputs } from "./inputScenarios.ts";
import { followHistory, knownUntil, withoutEnd, withUses, type RunPlan } from "./planRun.ts";
import { inputSignals, readInputs, signalsRead } from "./readInputs.ts";
import type { InputSeries } from "./simulationTypes.ts";
import type { SolverPlace } from "./runInWorker.ts";
import { sortSystems } from "./sortSystem.ts";
import { changedUses } from "./whatIfChanges.ts";

export interface ForecastQuestion extends Span {
  readonly warmUpUs: number;
  readonly scenarios: readonly InputScenario[];
  readonly changes: readonly WhatIfChange[];
}

export interface ForecastPlan extends RunPlan {
  readonly start: readonly StartState[];
  readonly held: readonly HeldInput[];
  readonly changes: readonly MadeChange[];
  /** Of all inputs, from the begin on. */
  readonly series: ReadonlyMap<string, InputSeries>;
}

/** Throws as `scenarioInputs`, `continuedInputs` and `changedUses` do, and `diverged` where the models have no solution up to the begin. */
export async function planForecast(history: HistoryInterface, solver: SolverPlace, uses: readonly UseProgram[], { fromUs, toUs, warmUpUs, scenarios, changes }: ForecastQuestion, { signal, progress }: JobContext): Promise<ForecastPlan> {
  progress({ share: 0, text: "Reading inputs" });
  const beforeUs = Math.max(warmUpUs, ...scenarios.map(({ how }) => (how === "hold" ? 0 : REPEATED_US[how])));
  const measured = await readInputs(history, signalsRead(uses), { fromUs: fromUs - beforeUs, toUs: fromUs }, signal);
  // Where the end is a gap, the last known value goes on.
  const known = new Map([...measured].map(([name, one]) => [name, withoutEnd(one)]));
  const continued = continuedInputs(uses, scenarioInputs(uses, scenarios), known, { fromUs, toUs });
  const changed = changedUses(continued.uses, changes);
  const systems = sortSystems(uses);
  const starts = await followHistory(solver, systems, { fromUs: fromUs - warmUpUs, toUs: fromUs, inputs: known, measured }, { signal, progress });
  const ends = await knownUntil(history, inputSignals(changed.uses), fromUs);
  return {
    ...withUses({ systems, spans: [{ fromUs, toUs, inputs: continued.series, measured: new Map() }] }, changed.uses),
    starts, inputs: digestSeries(measured), series: continued.series, changes: changed.changes,
    start: starts.flatMap(({ start }) => start), held: [...ends].map(([name, sinceUs]): HeldInput => ({ signal: name, sinceUs: Math.min(sinceUs, fromUs) })).sort((a, b) => (a.signal < b.signal ? -1 : 1)),
  };
}
