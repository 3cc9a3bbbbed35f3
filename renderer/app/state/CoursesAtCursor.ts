/** Signals as they are measured and in runs beside each other at the time cursor: asks the history, never more than one question under way. */
import { useEffect, useReducer, useState } from "react";
import type { AsOfData, SeriesRef } from "../../../shared/contract/history.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";
import { valueAt, type SignalValue } from "./values.ts";
import { useWorkbench, type Workbench } from "./Workbench.ts";

/** In live mode the cursor moves ten times a second; what runs say is read twice a second. */
const LEAST_INTERVAL_US = 500_000;

interface Question {
  readonly series: readonly SeriesRef[];
  readonly tUs: number;
}

export class CoursesAtCursor {
  readonly #cursor: Workbench["cursor"];
  readonly #onChange: () => void;
  readonly #request: LatestRequest<Question, AsOfData>;
  readonly #ends: readonly (() => void)[];
  #series: readonly SeriesRef[] = [];
  #values: ReadonlyMap<string, SignalValue> = new Map();
  #askedUs = -Infinity;

  constructor({ engine, cursor, connection, runs }: Pick<Workbench, "engine" | "cursor" | "connection" | "runs">, onChange: () => void) {
    this.#cursor = cursor;
    this.#onChange = onChange;
    this.#request = new LatestRequest({
      ask: ({ series, tUs }, signal) => engine.history.asOf({ series: [...series], tUs }, { signal }),
      onAnswer: (answer, { series }) => this.#take(series, new Map(series.flatMap((one, row): [string, SignalValue][] => {
        const value = valueAt(answer, row);
        return value ? [[keyOf(one), value]] : [];
      }))),
      // What cannot be asked is unknown, and shown so; the window says why the engine is away.
      onError: (_error, { series }) => this.#take(series, new Map()), abortOlder: false,
    });
    this.#ends = [
      cursor.subscribe(() => this.#ask()),
      // A run may have come to have these since, and the engine may be back.
      runs.subscribe(() => this.#ask()),
      connection.subscribe(() => connection.value === "open" && this.#askAnew()),
    ];
  }

  /** What is asked for from now on; what is known of it already stays. */
  want(series: readonly SeriesRef[]): void {
    const keys = new Set(series.map(keyOf));
    this.#series = series;
    this.#values = new Map([...this.#values].filter(([key]) => keys.has(key)));
    this.#askAnew();
  }

  /** Undefined where nothing is known. */
  get(series: SeriesRef): SignalValue | undefined {
    return this.#values.get(keyOf(series));
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#request.cancel();
  }

  #askAnew(): void {
    this.#askedUs = -Infinity;
    this.#ask();
  }

  #ask(): void {
    const { tUs, mode } = this.#cursor.value;
    if (this.#series.length === 0 || (mode === "live" && Math.abs(tUs - this.#askedUs) < LEAST_INTERVAL_US)) return;
    this.#askedUs = tUs;
    this.#request.want({ series: this.#series, tUs: Math.round(tUs) });
  }

  /** An answer to what is not asked for any more says nothing. */
  #take(series: readonly SeriesRef[], values: ReadonlyMap<string, SignalValue>): void {
    if (series !== this.#series) return;
    this.#values = values;
    this.#onChange();
  }
}

function keyOf({ signal, run }: SeriesRef): string {
  return `${signal}@${run}`;
}

/** Several series at the cursor: a function to look each up by. Drawn again when any of them changes. */
export function useCourses(series: readonly SeriesRef[]): (series: SeriesRef) => SignalValue | undefined {
  const workbench = useWorkbench();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  const [courses, setCourses] = useState<CoursesAtCursor>();
  useEffect(() => {
    const made = new CoursesAtCursor(workbench, tick);
    setCourses(made);
    return () => made.dispose();
  }, [workbench]);
  const key = series.map(keyOf).join("\n");
  useEffect(() => courses?.want(series), [courses, key]);
  return (one) => courses?.get(one);
}
