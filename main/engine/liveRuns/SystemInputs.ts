/** What one live system reads, signal by signal: which samples wait, which are final, what is unknown, what came late. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_MIN } from "../../../shared/time/time.ts";
import { signalsRead, type InputSeries } from "../simulation/index.ts";
import { SignalInbox } from "./SignalInbox.ts";

/** Between two samples a linear input is known when the second has come. Where it does not come for so long, the input holds. */
const LINEAR_WAIT_US = US_PER_MIN;

export class SystemInputs {
  readonly #inboxes: ReadonlyMap<string, SignalInbox>;
  readonly #bySeries: ReadonlyMap<number, SignalInbox>;
  readonly #linear: ReadonlySet<string>;
  late = 0;
  lateFromUs: number | undefined;

  constructor(system: readonly UseProgram[], seriesOf: (signal: string) => number) {
    this.#inboxes = new Map(signalsRead(system).map((signal) => [signal, new SignalInbox()]));
    this.#bySeries = new Map([...this.#inboxes].map(([signal, inbox]) => [seriesOf(signal), inbox]));
    this.#linear = new Set(system.flatMap(({ model, inputs }) => inputs.flatMap((input, index) => (input.kind === "signal" && model.inputs[index]?.linear ? [input.signal] : []))));
  }

  offer(series: number, tUs: number, value: number): void {
    if (this.#bySeries.get(series)?.offer(tUs, value)) this.#countLate(tUs);
  }

  break(series: number, fromUs: number): void {
    if (this.#bySeries.get(series)?.break(fromUs)) this.#countLate(fromUs);
  }

  begin(past: ReadonlyMap<string, InputSeries>, atUs: number): void {
    for (const [signal, inbox] of this.#inboxes) inbox.begin(past.get(signal), atUs);
  }

  /** How far the system can go when everything up to an instant is final. */
  knownUntil(finalUs: number): number {
    const ends = [...this.#linear].map((signal) => this.#inboxes.get(signal)?.lineUntilUs(finalUs) ?? finalUs);
    return Math.max(finalUs - LINEAR_WAIT_US, Math.min(finalUs, ...ends));
  }

  /** What became final: of linear inputs also the sample that a line leads to. */
  take(untilUs: number, finalUs: number): Map<string, InputSeries> {
    return new Map([...this.#inboxes].map(([signal, inbox]) => [signal, inbox.take(this.#linear.has(signal) ? finalUs : untilUs)]));
  }

  /** Of these signals, those without a known value now. */
  unknownOf(signals: readonly string[]): string[] {
    return signals.filter((signal) => Number.isNaN(this.#inboxes.get(signal)?.held ?? NaN));
  }

  #countLate(fromUs: number): void {
    this.late += 1;
    this.lateFromUs = Math.min(this.lateFromUs ?? fromUs, fromUs);
  }
}
