/**
 * Events of a system: which relations are taken to hold between events, where within a step one changes, and what `when`
 * does at that instant. Knows nothing of steps' sizes, inputs or what is kept.
 */
import { EventCrowd } from "./EventCrowd.ts";
import { firstDifference } from "./firstDifference.ts";
import type { CompiledSystem } from "./generateCode.ts";

/** An event may bring about others at the same instant; more than this is a loop. */
const MAX_ROUNDS = 100;

export interface EventContext {
  readonly inputs: Float64Array;
  readonly parameters: Float64Array;
  readonly out: Float64Array;
  /** What is held; the system's equations read it. */
  readonly relations: Uint8Array;
}

export class SystemEvents {
  readonly #system: CompiledSystem;
  readonly #context: EventContext;
  readonly #next: Uint8Array;
  readonly #holds: Uint8Array;
  readonly #held: Uint8Array;
  readonly #trial: Float64Array;
  readonly #derivative: Float64Array;
  readonly #periodsUs: readonly number[];
  readonly #crowd = new EventCrowd();
  /** Index of the relation that changed last. */
  #lastRelation = 0;

  constructor(system: CompiledSystem, context: EventContext) {
    this.#system = system;
    this.#context = context;
    this.#next = new Uint8Array(system.layout.relations);
    this.#holds = new Uint8Array(system.events.length);
    this.#held = new Uint8Array(system.events.length);
    this.#trial = new Float64Array(system.layout.states);
    this.#derivative = new Float64Array(system.layout.states);
    this.#periodsUs = system.events.flatMap(({ event: { when } }) => (when.kind === "every" ? [when.periodUs] : []));
  }

  /** Takes what holds at the start; no event happens there. */
  start(y: Float64Array): void {
    // A relation may stand on an output that stands on another one.
    for (let round = 0; round <= this.#next.length && this.differsAt(y); round++) this.#context.relations.set(this.#next);
    this.#system.conditions(this.#context.relations, this.#held);
  }

  /** Goes on from where these conditions held: what has come true since, by other states, parameters or inputs, happens when it settles. */
  resume(y: Float64Array, holds: Uint8Array): void {
    this.start(y);
    this.#held.set(holds);
  }

  /** Which conditions held when they were last looked at. */
  get holds(): Uint8Array {
    return this.#held.slice();
  }

  /** Whether a relation is not as it is held. */
  differsAt(y: Float64Array): boolean {
    const { inputs, parameters, relations, out } = this.#context;
    this.#system.relate(y, inputs, parameters, relations, out, this.#next);
    for (let i = 0; i < relations.length; i++) {
      if (this.#next[i] === relations[i]) continue;
      this.#lastRelation = i;
      return true;
    }
    return false;
  }

  /** The use whose relation changed last: the one to name where there is no end to it. */
  get restless(): number {
    return this.#system.layout.offsets.findLastIndex(({ relation }) => relation <= this.#lastRelation);
  }

  /** The first instant after `fromS` and up to `toS` at which a relation differs, by the step's dense output; it differs there. */
  firstChange(fromS: number, toS: number, interpolate: (tS: number, y: Float64Array) => void): number | undefined {
    return firstDifference(fromS, toS, (tS) => {
      interpolate(tS, this.#trial);
      return this.differsAt(this.#trial);
    });
  }

  /** The next instant after t at which an event comes by the clock; Infinity where none does. */
  nextTimedUs(tUs: number): number {
    return this.#periodsUs.reduce((next, period) => Math.min(next, (Math.floor(tUs / period) + 1) * period), Infinity);
  }

  /**
   * Brings everything to rest at this instant: relations as they are, events that have come true or are due, and what those
   * bring about in turn. `timed`: those by the clock are due here. `before` is called once before states change. Returns
   * whether states were changed, or "endless".
   */
  settle(y: Float64Array, tUs: number, timed: boolean, before?: () => void): boolean | "endless" {
    let changed = false;
    let busy = false;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const moved = this.differsAt(y);
      if (moved) this.#context.relations.set(this.#next);
      const fired = this.#fired(timed && round === 0 ? tUs : undefined);
      busy ||= moved || fired.length > 0;
      if (!moved && fired.length === 0) return busy && this.#crowd.isEndless(tUs) ? "endless" : changed;
      if (fired.length === 0) continue;
      if (!changed) before?.();
      changed = true;
      this.#apply(fired, y);
    }
    return "endless";
  }

  /** Events that came true since they were last asked for, and those whose instant by the clock is `dueUs`. */
  #fired(dueUs: number | undefined): number[] {
    this.#system.conditions(this.#context.relations, this.#holds);
    const fired = this.#system.events.flatMap(({ event: { when } }, i) => {
      const due = when.kind === "every" ? dueUs !== undefined && dueUs % when.periodUs === 0 : this.#holds[i] === 1 && this.#held[i] === 0;
      return due ? [i] : [];
    });
    this.#held.set(this.#holds);
    return fired;
  }

  #apply(fired: readonly number[], y: Float64Array): void {
    const { inputs, parameters, relations, out } = this.#context;
    this.#system.evaluate(y, inputs, parameters, relations, this.#derivative, out);
    this.#trial.set(y);
    for (const event of fired) this.#system.fire(event, y, inputs, parameters, relations, out, this.#trial);
    y.set(this.#trial);
  }
}

/** Whether a system can have events at all. */
export function hasEvents({ layout, events }: CompiledSystem): boolean {
  return layout.relations > 0 || events.length > 0;
}
