/** Measured minus run at the time cursor for some signals: asks the history for both, never more than one question under way. */
import { MEASURED, type AsOfData } from "../../../shared/contract/history.ts";
import { covers } from "../../../shared/contract/runs.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";

/** In live mode the cursor moves ten times a second; a residual is read twice a second. */
const LEAST_INTERVAL_US = 500_000;

interface Question {
  readonly signals: readonly string[];
  readonly run: string;
  readonly tUs: number;
}

export class ResidualValues {
  readonly #workbench: Pick<Workbench, "engine" | "cursor" | "shown" | "runs">;
  readonly #onChange: () => void;
  readonly #request: LatestRequest<Question, AsOfData>;
  readonly #values = new Map<string, number>();
  readonly #end: () => void;
  #signals: readonly string[] = [];
  #askedUs = -Infinity;
  #wasInside = true;

  constructor(workbench: Pick<Workbench, "engine" | "cursor" | "shown" | "runs">, onChange: () => void) {
    this.#workbench = workbench;
    this.#onChange = onChange;
    this.#request = new LatestRequest({
      ask: ({ signals, run, tUs }, signal) => workbench.engine.history.asOf({ series: [...signals.map((one) => ({ signal: one, run: MEASURED })), ...signals.map((one) => ({ signal: one, run }))], tUs }, { signal }),
      onAnswer: (answer, { signals }) => this.#take(answer, signals),
      // What cannot be asked is unknown, and shown so; the window says why the engine is away.
      onError: () => this.#forget(), abortOlder: false,
    });
    this.#end = workbench.cursor.subscribe(() => this.#ask());
  }

  /** The run that residuals are against: the one shown, else the first laid over. */
  get run(): string | undefined {
    const { run, overlays } = this.#workbench.shown.value;
    return run === MEASURED ? overlays.find((one) => one !== MEASURED) : run;
  }

  /** Why there are none, if there are none. */
  get note(): string | undefined {
    if (this.run === undefined) return "Choose a run to compare with: lay one over in Runs.";
    return this.#isInside() ? undefined : "The time cursor stands outside the run: move it into its band on the timeline.";
  }

  /** Measured minus run; NaN where either is not known. */
  get(signal: string): number {
    return this.#isInside() ? (this.#values.get(signal) ?? Number.NaN) : Number.NaN;
  }

  watch(signals: readonly string[]): void {
    this.#signals = signals;
    this.#values.clear();
    this.#askedUs = -Infinity;
    this.#ask();
  }

  dispose(): void {
    this.#end();
    this.#request.cancel();
  }

  /** A run says nothing about what was before it began or after it ended. */
  #isInside(): boolean {
    const run = this.#workbench.runs.value.find(({ id }) => id === this.run);
    const { tUs } = this.#workbench.cursor.value;
    return run !== undefined && covers(run, tUs);
  }

  #ask(): void {
    if (this.#wasInside !== this.#isInside()) {
      this.#wasInside = this.#isInside();
      this.#onChange();
    }
    const { run } = this;
    const { tUs, mode } = this.#workbench.cursor.value;
    if (run === undefined || this.#signals.length === 0) return;
    if (mode === "live" && Math.abs(tUs - this.#askedUs) < LEAST_INTERVAL_US) return;
    this.#askedUs = tUs;
    this.#request.want({ signals: this.#signals, run, tUs: Math.round(tUs) });
  }

  #take(answer: AsOfData, signals: readonly string[]): void {
    const count = signals.length;
    signals.forEach((signal, i) => {
      const known = answer.unknown[i] !== 1 && answer.unknown[count + i] !== 1;
      this.#values.set(signal, known ? (answer.value[i] ?? Number.NaN) - (answer.value[count + i] ?? Number.NaN) : Number.NaN);
    });
    this.#onChange();
  }

  #forget(): void {
    this.#values.clear();
    this.#onChange();
  }
}
