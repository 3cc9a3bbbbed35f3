/** A sink that writes down what the streaming evaluator says, as the intervals that the other machines answer. */
import type { Span } from "../../../time/time.ts";
import type { ShownValue } from "../../ir.ts";
import { clip, type RuleIntervals, type RuleStretches, type Stretch } from "../intervals.ts";
import type { AlarmTransition, StreamSink } from "./Instance.ts";

interface Open {
  fromUs: number;
  decidedUs: number;
}

interface Record {
  readonly active: Stretch[];
  readonly unknown: Stretch[];
  activeSince?: (Open & { readonly values: readonly ShownValue[] }) | undefined;
  unknownSince?: Open | undefined;
}

export class IntervalRecorder implements StreamSink {
  readonly #records = new Map<string, Record>();

  alarm(transition: AlarmTransition): void {
    const record = this.#record(transition.id);
    const { atUs } = transition;
    switch (transition.kind) {
      case "raised":
        record.activeSince = { fromUs: atUs, decidedUs: atUs, values: transition.values };
        return;
      case "cannot-decide":
        record.unknownSince = { fromUs: transition.sinceUs, decidedUs: atUs };
        return;
      case "cleared":
        if (record.activeSince) record.active.push({ fromUs: record.activeSince.fromUs, decidedUs: record.activeSince.decidedUs, toUs: atUs });
        record.activeSince = undefined;
        return;
      case "can-decide":
        if (record.unknownSince) record.unknown.push({ ...record.unknownSince, toUs: atUs });
        record.unknownSince = undefined;
    }
  }

  calc(): void {
    // Calcs have values, not intervals.
  }

  /** The intervals of a rule, clipped to the span; what lasts is open. */
  intervals(id: string, span: Span): RuleIntervals {
    const { active, unknown } = this.stretches(id);
    return { active: clip(active, span), unknown: clip(unknown, span) };
  }

  /** What a rule has done so far, before clipping; what lasts ends at Infinity. */
  stretches(id: string): RuleStretches {
    const { active, unknown, activeSince, unknownSince } = this.#record(id);
    const withOpen = (done: readonly Stretch[], open: Open | undefined): Stretch[] => (open ? [...done, { fromUs: open.fromUs, decidedUs: open.decidedUs, toUs: Infinity }] : [...done]);
    return { active: withOpen(active, activeSince), unknown: withOpen(unknown, unknownSince) };
  }

  /** What a rule's message showed when the alarm that lasts was raised, part by part; empty where none lasts. */
  valuesShown(id: string): readonly ShownValue[] {
    return this.#record(id).activeSince?.values ?? [];
  }

  #record(id: string): Record {
    const known = this.#records.get(id);
    if (known) return known;
    const fresh: Record = { active: [], unknown: [] };
    this.#records.set(id, fresh);
    return fresh;
  }
}
