/**
 * A system that goes on with the plant: follows the past to have its states, takes those that are measured as they were
 * measured, and is then solved piece by piece as inputs become final. Where the past has no solution (a broken sensor that a
 * model divides by), it begins with its own start values. Pure computation; runs in a worker.
 */
import type { StartState } from "../../../shared/contract/whatIf.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_S, type Span } from "../../../shared/time/time.ts";
import type { ConnectImported } from "./importedModels.ts";
import { solveOn } from "./solveSystem.ts";
import { OUTPUT_STEP_US, RELATIVE_TOLERANCE } from "./solveSystems.ts";
import type { InputSeries, NextPiece, OutputChunk, ResidualSummary, SystemResult, SystemStart } from "./simulationTypes.ts";
import { startOfSystem } from "./startStates.ts";

/** Pieces end at whole multiples of this; what comes out does not depend on how many of them are solved at once. */
export const LIVE_STEP_US = US_PER_S;
/** Outputs are kept at samples of compared signals, but not closer to each other than this, and at least every `OUTPUT_STEP_US`. */
const LEAST_KEPT_US = US_PER_S / 2;
/** Outputs kept around jumps, a use and a step: a model that switches faster is kept at the other instants only. */
const MOST_JUMPS = 20;

export interface LiveTask {
  readonly uses: readonly UseProgram[];
  /** Of the past to follow, by signal id: inputs and compared signals. */
  readonly past: ReadonlyMap<string, InputSeries>;
  readonly fromUs: number;
  /** From where on it goes on with the plant, a whole multiple of the step. */
  readonly atUs: number;
}

export interface LivePiece {
  /** What has become final since the last piece, by signal id. */
  readonly series: ReadonlyMap<string, InputSeries>;
  /** A whole multiple of the step. */
  readonly toUs: number;
}

/** What a piece came to. */
export interface LiveStep extends Pick<SystemResult, "begun" | "problem"> {
  readonly toUs: number;
  readonly steps: number;
  /** Of the uses that are live. */
  readonly chunks: readonly OutputChunk[];
  /** Over the piece. */
  readonly residuals: readonly ResidualSummary[];
  /** The states it began with, told once. */
  readonly start?: readonly StartState[];
  /** Why the past could not be followed. */
  readonly unfollowed?: string;
}

const NOTHING: InputSeries = { tUs: new Float64Array(), value: new Float64Array() };

export class LiveSystem {
  readonly #uses: readonly UseProgram[];
  readonly #connect: ConnectImported | undefined;
  #solving: Generator<SystemResult, SystemResult, NextPiece | undefined>;
  /** The last sample of each compared signal: what a state is taken from. */
  readonly #measured = new Map<string, InputSeries>();
  readonly #lastKeptUs: Float64Array;
  #chunks: OutputChunk[] = [];
  #last: SystemResult | undefined;
  /** Where it stands instead of where it came to, for the next piece. */
  #stands: SystemStart | undefined;
  #start: readonly StartState[] | undefined;
  #untilUs: number;
  #unfollowed: string | undefined;
  #problem: SystemResult["problem"];

  /** `connect` steps the imported models there are. */
  constructor({ uses, past, fromUs, atUs }: LiveTask, connect?: ConnectImported) {
    this.#uses = uses;
    this.#connect = connect;
    this.#untilUs = atUs;
    this.#lastKeptUs = new Float64Array(uses.length).fill(-Infinity);
    this.#solving = this.#follow(past, { fromUs, toUs: atUs });
    if (this.#problem) {
      this.#unfollowed = this.#problem.message;
      this.#solving = this.#follow(past, { fromUs: atUs, toUs: atUs });
    }
    this.#remember(past);
    this.#seed();
  }

  /** How it stands after the past. */
  get begun(): Omit<LiveStep, "chunks" | "residuals"> {
    return { toUs: this.#untilUs, steps: 0, begun: this.#start !== undefined, ...(this.#start && { start: this.#start }), ...(this.#unfollowed !== undefined && { unfollowed: this.#unfollowed }), ...(this.#problem && { problem: this.#problem }) };
  }

  /** Goes on to the piece's end. After a problem nothing goes on. */
  step({ series, toUs }: LivePiece): LiveStep {
    const fromUs = this.#untilUs;
    const begunWith = this.#start;
    if (this.#problem) return { toUs: fromUs, steps: 0, begun: begunWith !== undefined, chunks: [], residuals: [], problem: this.#problem };
    const stands = this.#stands;
    this.#stands = undefined;
    this.#untilUs = toUs;
    const piece: NextPiece = {
      inputs: series, measured: series, toUs,
      instants: this.#uses.map((use, index) => this.#instants(use, index, series, { fromUs, toUs })),
      mostJumps: (MOST_JUMPS * (toUs - fromUs)) / LIVE_STEP_US,
      ...(stands && { start: stands }),
    };
    const result = this.#solving.next(piece).value;
    this.#take(result);
    this.#remember(series);
    const start = begunWith ? undefined : this.#seed();
    const chunks = this.#chunks.filter(({ use }) => this.#uses[use]?.live);
    this.#chunks = [];
    return { toUs, steps: result.steps, begun: result.begun, chunks, residuals: result.residuals, ...(start && { start }), ...(result.problem && { problem: result.problem }) };
  }

  #follow(past: ReadonlyMap<string, InputSeries>, span: Span): Generator<SystemResult, SystemResult, NextPiece | undefined> {
    // The solver holds on to its task: the map is emptied when the past was followed.
    const inputs = new Map(past);
    const solving = solveOn(
      { uses: this.#uses, inputs, measured: new Map(), ...span, outputStepUs: OUTPUT_STEP_US, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: Infinity, instants: this.#uses.map(() => new Float64Array()), breaks: { fromUs: span.toUs, everyUs: LIVE_STEP_US } },
      { onOutput: (chunk) => this.#chunks.push(chunk), onProgress: () => undefined },
      { ...(this.#connect && { connect: this.#connect }) },
    );
    this.#take(solving.next().value);
    inputs.clear();
    return solving;
  }

  #take(result: SystemResult): void {
    this.#last = result;
    this.#problem = result.problem;
  }

  /** Once the model has begun: its states, where they are measured as measured, for the next piece. */
  #seed(): readonly StartState[] | undefined {
    if (!this.#last?.begun || this.#problem) return undefined;
    const { start, ...stands } = startOfSystem(this.#uses, this.#last, this.#measured, this.#untilUs);
    this.#stands = stands;
    this.#start = start;
    return start;
  }

  #remember(series: ReadonlyMap<string, InputSeries>): void {
    for (const { signal } of this.#uses.flatMap(({ compared }) => compared)) {
      const { tUs, value } = series.get(signal) ?? NOTHING;
      if (tUs.length > 0) this.#measured.set(signal, { tUs: tUs.slice(-1), value: value.slice(-1) });
    }
  }

  /** When a use is kept within a piece, its end included. A sample that came late stands right after the piece's begin and is not compared. */
  #instants(use: UseProgram, index: number, series: ReadonlyMap<string, InputSeries>, { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }): Float64Array {
    const wanted = new Set<number>();
    for (const { signal } of use.compared) for (const tUs of (series.get(signal) ?? NOTHING).tUs) if (tUs > fromUs + 1 && tUs <= toUs) wanted.add(tUs);
    for (let tUs = (Math.floor(fromUs / OUTPUT_STEP_US) + 1) * OUTPUT_STEP_US; tUs <= toUs; tUs += OUTPUT_STEP_US) wanted.add(tUs);
    return Float64Array.from(wanted).sort().filter((tUs) => {
      const keeps = tUs % OUTPUT_STEP_US === 0 || tUs - (this.#lastKeptUs[index] ?? -Infinity) >= LEAST_KEPT_US;
      if (keeps) this.#lastKeptUs[index] = tUs;
      return keeps;
    });
  }
}
