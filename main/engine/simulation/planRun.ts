/** What a run solves, and with which samples: a simulation over a span of history, or what follows from an instant of it. */
import { MEASURED } from "../../../shared/contract/history.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { HeldInput, StartState } from "../../../shared/contract/whatIf.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { digestSeries } from "./digests.ts";
import { inputSignals, readInputs, signalsRead } from "./readInputs.ts";
import type { SolverPlace } from "./runInWorker.ts";
import { solveSystems, type SolvedSpan, type SolvePlan } from "./solveSystems.ts";
import { startOfSystem, type StartOfSystem } from "./startStates.ts";
import type { InputSeries, SystemStart } from "./simulationTypes.ts";
import { sortSystems } from "./sortSystem.ts";

export interface RunPlan extends SolvePlan {
  /** Fingerprints of what was read, by signal. */
  readonly inputs: Readonly<Record<string, string>>;
}

export async function planSimulation(history: HistoryInterface, uses: readonly UseProgram[], span: Span, signal: AbortSignal): Promise<RunPlan> {
  const series = await readInputs(history, signalsRead(uses), span, signal);
  return { systems: sortSystems(uses), spans: [{ ...span, inputs: series, measured: series }], inputs: digestSeries(series) };
}

export interface WhatIfPlan extends RunPlan {
  readonly start: readonly StartState[];
  readonly held: readonly HeldInput[];
}

export interface WhatIfQuestion extends Span {
  readonly warmUpUs: number;
  /** Nothing is read after it: what had not come then is not known when it is made again. */
  readonly readUntilUs: number;
}

/**
 * Follows history up to `fromUs` to have the states there, and plans the unchanged replay from there to `toUs`. An input keeps its last
 * value where history ends before that. Throws `diverged` where the models have no solution up to there.
 */
export async function planWhatIf(history: HistoryInterface, solver: SolverPlace, uses: readonly UseProgram[], { fromUs, toUs, warmUpUs, readUntilUs }: WhatIfQuestion, { signal, progress }: JobContext): Promise<WhatIfPlan> {
  progress({ share: 0, text: "Reading inputs" });
  const series = await readInputs(history, signalsRead(uses), { fromUs: fromUs - warmUpUs, toUs: readUntilUs }, signal);
  const systems = sortSystems(uses);
  const held = await endedInputs(history, uses, { toUs, readUntilUs });
  const inputs = new Map([...series].map(([name, one]) => [name, held.some((ended) => ended.signal === name) ? withoutEnd(one) : one]));
  const starts = await followHistory(solver, systems, { fromUs: fromUs - warmUpUs, toUs: fromUs, inputs, measured: series }, { signal, progress });
  return {
    systems, spans: [{ fromUs, toUs, inputs, measured: series }], starts, inputs: digestSeries(series),
    start: starts.flatMap(({ start }) => start), held,
  };
}

/** Of a system without states. */
const NOWHERE: SystemStart = { states: new Float64Array(), holds: new Uint8Array() };

/** The states at the end of a span of history that the models follow. Throws `diverged` where they have no solution up to there. */
export async function followHistory(solver: SolverPlace, systems: SolvePlan["systems"], { measured, ...span }: SolvedSpan, { signal, progress }: JobContext): Promise<StartOfSystem[]> {
  const warm = await solveSystems({ systems, spans: [{ ...span, measured: new Map() }] }, {
    solver, signal, onOutput: () => undefined, onShare: (share) => progress({ share, text: "Following history up to the instant" }),
  });
  const problem = warm.find((result) => result.problem)?.problem;
  if (problem) throw TwinError.fromData(problem);
  return systems.map((system, index) => {
    const replayed = warm[index] ?? NOWHERE;
    refuseUnsaved(system, replayed);
    return startOfSystem(system, replayed, measured, span.toUs);
  });
}

/** Throws `bad-input` where an imported model cannot say what it is in: nothing can go on from there then. */
function refuseUnsaved(system: readonly UseProgram[], { imported }: SystemStart): void {
  // Predictors always can.
  const models = system.filter(({ model }) => model.imported?.kind === "fmu");
  if (models.length === 0 || imported) return;
  throw new TwinError("bad-input", `${[...new Set(models.map(({ name }) => name))].join(", ")} cannot go on from an instant of history: an FMU there cannot save its state (it does not offer canSerializeFMUState). Simulate a whole span instead, or ask for an export that can.`);
}

/** The same plan with other uses in the places of those of their ids. */
export function withUses<P extends SolvePlan>(plan: P, uses: readonly UseProgram[]): P {
  const byId = new Map(uses.map((use) => [use.id, use]));
  return { ...plan, systems: plan.systems.map((system) => system.map((use) => byId.get(use.id) ?? use)) };
}

/** Inputs of which nothing is known up to `toUs` any more, and since when. */
async function endedInputs(history: HistoryInterface, uses: readonly UseProgram[], { toUs, readUntilUs }: Pick<WhatIfQuestion, "toUs" | "readUntilUs">): Promise<HeldInput[]> {
  const ends = [...(await knownUntil(history, inputSignals(uses), readUntilUs))].map(([signal, sinceUs]) => ({ signal, sinceUs: Math.min(sinceUs, readUntilUs) }));
  return ends.filter(({ sinceUs }) => sinceUs < toUs).sort((a, b) => (a.signal < b.signal ? -1 : 1));
}

/** Until when history knows each of these signals, by sample or by confirmation; looked for up to `toUs`. Those without samples are missing. */
export async function knownUntil(history: HistoryInterface, signals: readonly string[], toUs: number): Promise<Map<string, number>> {
  const read = new Set(signals);
  const ends = new Map((await history.seriesInfo(MEASURED)).flatMap(({ signal, toUs: endUs }): [string, number][] => (read.has(signal) && endUs !== undefined ? [[signal, endUs]] : [])));
  const ids = new Map([...ends.keys()].flatMap((signal): [number, string][] => {
    const id = history.idOf(signal);
    return id === undefined ? [] : [[id, signal]];
  }));
  // A value that was confirmed is known for as long, without another sample.
  const { confirmations } = await history.ledger([...ids.keys()], { fromUs: Math.min(toUs, ...ends.values()), toUs });
  for (const confirmation of confirmations) {
    for (const id of confirmation.series) {
      const signal = ids.get(id);
      if (signal !== undefined) ends.set(signal, Math.max(ends.get(signal) ?? confirmation.toUs, confirmation.toUs));
    }
  }
  return ends;
}

/** Without what is unknown at its end, so that the last known value goes on. */
export function withoutEnd({ tUs, value }: InputSeries): InputSeries {
  const length = value.findLastIndex((one) => !Number.isNaN(one)) + 1;
  return { tUs: tUs.slice(0, length), value: value.slice(0, length) };
}
