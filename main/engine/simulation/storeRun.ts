/** From a plan to a stored run: its outputs as series of the run, with a fingerprint of each; or, to verify, the fingerprints alone. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { outputKeys, SampleDigests } from "./digests.ts";
import { OutputStore } from "./OutputStore.ts";
import { inTargetUnit, outputTargets } from "./outputSignals.ts";
import type { KeptRun } from "./RunBook.ts";
import { comparedSignals, solveSystems, type SolvePlan } from "./solveSystems.ts";
import type { SolverPlace } from "./runInWorker.ts";
import type { OutputChunk, SystemResult } from "./simulationTypes.ts";

export interface StoreRunParts {
  readonly history: HistoryInterface;
  readonly clock: Clock;
  readonly solver: SolverPlace;
}

export interface StoredRun {
  /** As it is with its results; not in the book yet. */
  readonly run: KeptRun;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Solves and puts the outputs into the run's series. A model that diverges gives a run in state `failed` with what was computed until then. */
export async function storeRun({ history, clock, solver }: StoreRunParts, run: KeptRun, plan: SolvePlan, { signal, progress }: JobContext): Promise<StoredRun> {
  const { systems } = plan;
  const stage = await history.importStage({ label: run.name, signal });
  try {
    const stores = await Promise.all(systems.map((system) => OutputStore.open({ history, stage, run: run.id, system, clock })));
    const digests = new OutputDigests(systems);
    const results = await solveSystems(plan, {
      solver, signal,
      onOutput: (index, chunk) => {
        digests.add(index, chunk);
        return stores[index]?.add(chunk);
      },
      onShare: (share) => progress({ share, text: `Solving ${systems.length === 1 ? "the system" : `${systems.length} systems`}` }),
    });
    for (const store of stores) await store.flush();
    progress({ share: 1, text: "Storing" });
    await stage.commit();
    return { run: { ...run, ...outcome(systems, results), finishedUs: clock(), signals: stores.flatMap(({ signals }) => signals) }, outputs: digests.finish() };
  } catch (error) {
    await stage.abort();
    throw error;
  }
}

/** The fingerprints that the outputs of a plan have; nothing is stored. */
export async function digestRun({ solver }: Pick<StoreRunParts, "solver">, plan: SolvePlan, { signal, progress }: JobContext): Promise<Record<string, string>> {
  const digests = new OutputDigests(plan.systems);
  await solveSystems(plan, { solver, signal, onOutput: (index, chunk) => digests.add(index, chunk), onShare: (share) => progress({ share, text: "Solving again" }) });
  return digests.finish();
}

function outcome(systems: SolvePlan["systems"], results: readonly SystemResult[]): Pick<KeptRun, "state" | "steps" | "compared" | "message"> {
  const problem = results.find((result) => result.problem)?.problem;
  return {
    state: problem ? "failed" : "done",
    steps: results.reduce((sum, { steps }) => sum + steps, 0),
    compared: results.flatMap((result, index) => comparedSignals(systems[index] ?? [], result)),
    ...(problem && { message: problem.message }),
  };
}

/** Fingerprints of all outputs of some systems, as they are stored. */
class OutputDigests {
  readonly #systems: readonly { readonly targets: readonly (ReturnType<typeof outputTargets>[number] & { readonly key: string })[]; readonly digests: SampleDigests }[];

  constructor(systems: readonly (readonly UseProgram[])[]) {
    const targets = systems.map(outputTargets);
    const keys = outputKeys(targets.flatMap((own, i) => own.map(({ signal, use }) => ({ signal, use: systems[i]?.[use]?.name ?? "" }))));
    this.#systems = targets.map((own) => ({ digests: new SampleDigests(), targets: own.map((target) => ({ ...target, key: keys.shift() ?? target.signal })) }));
  }

  add(index: number, { use, output, tUs, value }: OutputChunk): void {
    const system = this.#systems[index];
    for (const target of system?.targets ?? []) {
      if (target.use === use && target.output === output) system?.digests.add(target.key, tUs, inTargetUnit(value, target));
    }
  }

  finish(): Record<string, string> {
    return Object.fromEntries(this.#systems.flatMap(({ digests }) => Object.entries(digests.finish())).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
