/** How far two courses of signals are apart at the time cursor, by asset: asks the history for both, never more than one question under way. */
import { MEASURED, type AsOfData } from "../../../shared/contract/history.ts";
import { covers } from "../../../shared/contract/runs.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { shownCourses } from "../../app/state/shownRuns.ts";
import { Store, type Readable } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";
import { endAll, type SceneExtension } from "../SceneExtension.ts";
import { sidesOf, type Colouring } from "./colouring.ts";

/** In live mode the cursor moves ten times a second; a difference is read twice a second. */
const LEAST_INTERVAL_US = 500_000;

/** Of one asset; NaN where either side is not known. */
export interface AssetDifference {
  readonly signal: Signal;
  readonly value: number;
}

type Sides = NonNullable<ReturnType<typeof sidesOf>>;

interface Question {
  readonly sides: Sides;
  readonly tUs: number;
  readonly signals: ReadonlyMap<string, Signal>;
}

type Parts = Pick<Workbench, "engine" | "cursor" | "shown" | "runs">;

export class DifferenceValues implements SceneExtension {
  readonly #workbench: Parts;
  readonly #colouring: Readable<Colouring>;
  readonly #request: LatestRequest<Question, AsOfData>;
  readonly #values = new Store<ReadonlyMap<string, AssetDifference>>(new Map());
  readonly #end: () => void;
  #signals: ReadonlyMap<string, Signal> = new Map();
  #askedUs = -Infinity;
  #wasInside = true;

  constructor(workbench: Parts, colouring: Readable<Colouring>) {
    this.#workbench = workbench;
    this.#colouring = colouring;
    this.#request = new LatestRequest({
      ask: ({ signals, sides, tUs }, signal) => {
        const ids = [...signals.values()].map(({ id }) => id);
        return workbench.engine.history.asOf({ series: [sides.of, sides.from].flatMap((run) => ids.map((one) => ({ signal: one, run }))), tUs }, { signal });
      },
      onAnswer: (answer, { signals }) => this.#take(answer, signals),
      // What cannot be asked is unknown, and shown so; the window says why the engine is away.
      onError: () => this.#forget(), abortOlder: false,
    });
    this.#end = endAll([workbench.cursor.subscribe(() => this.#ask()), workbench.runs.subscribe(() => this.#ask())]);
  }

  /** By asset; empty where nothing is coloured by a difference. */
  get values(): Readable<ReadonlyMap<string, AssetDifference>> {
    return this.#values;
  }

  get sides(): Sides | undefined {
    const colouring = this.#colouring.value;
    return colouring.by === "difference" ? sidesOf(colouring, shownCourses(this.#workbench.shown.value)) : undefined;
  }

  /** Why there are none, if there are none. */
  get note(): string | undefined {
    if (!this.sides) return "Choose a run to compare with: lay one over in Runs.";
    return this.#isInside() ? undefined : "The time cursor stands outside the run: move it into its band on the timeline.";
  }

  /** The signals that are compared, by asset; none where nothing is. */
  watch(signals: ReadonlyMap<string, Signal>): void {
    this.#signals = signals;
    this.#askedUs = -Infinity;
    this.#forget();
    this.#ask();
  }

  dispose(): void {
    this.#end();
    this.#request.cancel();
  }

  /** A run says nothing about what was before it began or after it ended. */
  #isInside(): boolean {
    const { sides } = this;
    const { tUs } = this.#workbench.cursor.value;
    return sides !== undefined && [sides.of, sides.from].every((side) => side === MEASURED || this.#workbench.runs.value.some((run) => run.id === side && covers(run, tUs)));
  }

  #ask(): void {
    if (this.#signals.size === 0) return;
    const isInside = this.#isInside();
    if (this.#wasInside !== isInside) {
      this.#wasInside = isInside;
      this.#forget();
    }
    const { sides } = this;
    const { tUs, mode } = this.#workbench.cursor.value;
    if (!sides || !isInside) return;
    if (mode === "live" && Math.abs(tUs - this.#askedUs) < LEAST_INTERVAL_US) return;
    this.#askedUs = tUs;
    this.#request.want({ signals: this.#signals, sides, tUs: Math.round(tUs) });
  }

  #take(answer: AsOfData, signals: ReadonlyMap<string, Signal>): void {
    if (signals !== this.#signals || !this.#isInside()) return;
    const count = signals.size;
    this.#values.set(new Map([...signals].map(([asset, signal], i): [string, AssetDifference] => {
      const isKnown = answer.unknown[i] !== 1 && answer.unknown[count + i] !== 1;
      return [asset, { signal, value: isKnown ? (answer.value[i] ?? Number.NaN) - (answer.value[count + i] ?? Number.NaN) : Number.NaN }];
    })));
  }

  #forget(): void {
    this.#values.set(new Map([...this.#signals].map(([asset, signal]) => [asset, { signal, value: Number.NaN }])));
  }
}
