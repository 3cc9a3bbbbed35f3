/**
 * Events of a system: which relations are taken to hold between events, where within a step one changes, and what `when`
 * does at that instant. Knows nothing of steps' sizes, inputs or what is kept.
 */
import type { CompiledSystem } from "./generateCode.ts";

/** A step is looked at in so many equal parts, so that a condition that holds only for a while inside of it is seen. */
const PARTS = 4;
/** An instant is known to this; a thousandth of the resolution of recorded time. */
const RESOLUTION_S = 1e-9;
/** An event may bring about others at the same instant; more than this is a loop. */
const MAX_ROUNDS = 100;
/** Events so close to each other, so many in a row: time does not move on any more. */
const MAX_CROWDED = 100;
const CROWDED_US = 1;

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
  #lastUs = -Infinity;
  #crowded = 0;
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
    const differs = (tS: number): boolean => {
      interpolate(tS, this.#trial);
      return this.differsAt(this.#trial);
    };
    let low = fromS;
    for (let part = 1; part <= PARTS; part++) {
      let high = part === PARTS ? toS : fromS + ((toS - fromS) * part) / PARTS;
      if (!differs(high)) {
        low = high;
        continue;
      }
      while (high - low > RESOLUTION_S) {
        const middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        if (differs(middle)) high = middle;
        else low = middle;
      }
      return high;
    }
    return undefined;
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
      if (!moved && fired.length === 0) return this.#isCrowded(tUs, busy) ? "endless" : changed;
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

  #isCrowded(tUs: number, busy: boolean): boolean {
    if (!busy) return false;
    this.#crowded = tUs - this.#lastUs < CROWDED_US ? this.#crowded + 1 : 0;
    this.#lastUs = tUs;
    return this.#crowded > MAX_CROWDED;
  }
}

/** Whether a system can have events at all. */
export function hasEvents({ layout, events }: CompiledSystem): boolean {
  return layout.relations > 0 || events.length > 0;
}
