/** How far two courses of signals are apart at the time cursor, by asset. */
import { MEASURED } from "../../../shared/contract/history.ts";
import { covers } from "../../../shared/contract/runs.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { CoursesAtCursor } from "../../app/state/CoursesAtCursor.ts";
import { shownCourses } from "../../app/state/shownRuns.ts";
import { Store, type Readable } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { endAll, type SceneExtension } from "../SceneExtension.ts";
import { sidesOf, type Colouring } from "./colouring.ts";

/** Of one asset; NaN where either side is not known. */
export interface AssetDifference {
  readonly signal: Signal;
  readonly value: number;
}

type Parts = Pick<Workbench, "engine" | "connection" | "cursor" | "shown" | "runs">;

export class DifferenceValues implements SceneExtension {
  readonly #workbench: Parts;
  readonly #colouring: Readable<Colouring>;
  readonly #courses: CoursesAtCursor;
  readonly #values = new Store<ReadonlyMap<string, AssetDifference>>(new Map());
  readonly #end: () => void;
  #signals: ReadonlyMap<string, Signal> = new Map();
  #wasInside = true;

  constructor(workbench: Parts, colouring: Readable<Colouring>) {
    this.#workbench = workbench;
    this.#colouring = colouring;
    this.#courses = new CoursesAtCursor(workbench, () => this.#tell());
    const look = (): void => {
      if (this.#signals.size > 0 && this.#wasInside !== this.#isInside()) this.#tell();
    };
    this.#end = endAll([workbench.cursor.subscribe(look), workbench.runs.subscribe(look)]);
  }

  /** By asset; empty where nothing is coloured by a difference, or there is none here (`note`): labels say their values then. */
  get values(): Readable<ReadonlyMap<string, AssetDifference>> {
    return this.#values;
  }

  get sides(): ReturnType<typeof sidesOf> {
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
    const { sides } = this;
    this.#courses.want(sides ? [...signals.values()].flatMap(({ id }) => [{ signal: id, run: sides.of }, { signal: id, run: sides.from }]) : []);
    this.#tell();
  }

  dispose(): void {
    this.#end();
    this.#courses.dispose();
  }

  /** A run says nothing about what was before it began or after it ended. */
  #isInside(): boolean {
    const { sides } = this;
    const { tUs } = this.#workbench.cursor.value;
    return sides !== undefined && [sides.of, sides.from].every((side) => side === MEASURED || this.#workbench.runs.value.some((run) => run.id === side && covers(run, tUs)));
  }

  #tell(): void {
    const { sides } = this;
    this.#wasInside = this.#isInside();
    const valueOf = (signal: string, run: string): number => {
      const value = this.#courses.get({ signal, run });
      return value && !value.isUnknown ? value.value : Number.NaN;
    };
    this.#values.set(new Map(sides && this.#wasInside ? [...this.#signals].map(([asset, signal]) => [asset, { signal, value: valueOf(signal.id, sides.of) - valueOf(signal.id, sides.from) }]) : []));
  }
}
