/** Runs made again from what they recorded, and compared to the last bit. Nothing is stored; making a run is its maker's work. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run, Verification } from "../../../shared/contract/runs.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { digestFindings, type KeptRun, type Repeater, type RunBook, type RunModels, type RunQueue, type VerifiableRun } from "../simulation/index.ts";
import { verification } from "./verification.ts";

export interface VerificationsOptions {
  readonly history: Pick<HistoryInterface, "idOf" | "readSamples">;
  readonly queue: RunQueue;
  readonly book: RunBook;
  readonly models: RunModels;
  /** Of Twinbench. */
  readonly version: string;
  readonly makers: Makers;
}

/** Those that make runs. */
export interface Makers {
  readonly simulations: Repeater;
  readonly forecasts: Repeater;
  readonly calibrations: Repeater;
  readonly optimisations: Repeater;
  readonly studies: Repeater;
}

type RepeatedKind = Exclude<Run["kind"], "live">;

export class Verifications {
  readonly #options: VerificationsOptions;

  constructor(options: VerificationsOptions) {
    this.#options = options;
  }

  /**
   * Makes a run again, which takes as long as it took, and says what differs. Throws `not-found`, `bad-input` for a run that cannot be made
   * again, `cancelled`, and what making it throws.
   */
  async verify(id: string, caller?: Partial<JobContext>): Promise<Verification> {
    const { history, queue, models, book, version, makers } = this.#options;
    const { run, kind } = verifiable(book.find(id));
    return queue.run(`Repeat ${run.name}`, async (context) => {
      const { program, lost } = await models.recorded(run.origin.texts);
      const { found, ...again } = await makerOf(kind, makers).repeat(run, program, context);
      return verification(history, run, { ...again, version, lost, findings: found && digestFindings(found), saved: models.saved().texts }, context.signal);
    }, caller);
  }
}

function makerOf(kind: RepeatedKind, { simulations, forecasts, calibrations, optimisations, studies }: Makers): Repeater {
  switch (kind) {
    case "simulation":
    case "what-if":
      return simulations;
    case "forecast":
      return forecasts;
    case "calibration":
      return calibrations;
    case "optimisation":
      return optimisations;
    case "sweep":
    case "one-at-a-time":
    case "monte-carlo":
    case "sensitivity":
      return studies;
  }
}

/** Throws `bad-input` saying why a run cannot be made again. */
function verifiable(run: KeptRun): { readonly run: VerifiableRun; readonly kind: RepeatedKind } {
  const { kind, origin, digests, study, calibration, optimisation, asked } = run;
  if (kind === "live") throw new TwinError("bad-input", `${run.name} ran along with the plant, on values as they came. Simulate over its span, and verify that run.`);
  if (run.state !== "done") throw new TwinError("bad-input", `${run.name} was not finished (${run.state}), so there is nothing to compare with.`);
  const needsRequest = study !== undefined || calibration !== undefined || optimisation?.found !== undefined;
  if (!origin || !digests || (needsRequest && !asked)) throw new TwinError("bad-input", `${run.name} was made by a Twinbench that did not yet record from what runs like it are made. Make it anew, and verify that run.`);
  return { run: { ...run, origin, digests }, kind };
}
