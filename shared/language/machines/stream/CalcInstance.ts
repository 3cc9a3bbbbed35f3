/** One calc on one asset, live: tells each change of its value. Of a condition 1 is true and 0 is false. */
import type { CalcProgram } from "../../ir.ts";
import { numberAt, truthAt } from "./expression.ts";
import { Instance, type StreamSink } from "./Instance.ts";
import { TRUE, UNKNOWN } from "./truth.ts";

export class CalcInstance extends Instance {
  readonly program: CalcProgram;
  readonly #at: (tUs: number) => number;
  /** NaN while unknown, which is also how it starts. */
  #value = NaN;

  constructor(program: CalcProgram) {
    super(program.id, program.slots);
    this.program = program;
    const { expr } = program;
    if (expr.kind === "number") this.#at = numberAt(expr.value, this.slots);
    else {
      const truth = truthAt(expr.truth, this.slots, this.timers);
      this.#at = (tUs) => {
        const value = truth(tUs);
        return value === UNKNOWN ? NaN : value === TRUE ? 1 : 0;
      };
    }
  }

  override evaluate(tUs: number, sink: StreamSink): void {
    const value = this.#at(tUs);
    if (this.originUs === undefined || value === this.#value || (value !== value && this.#value !== this.#value)) return;
    this.#value = value;
    sink.calc(this.id, tUs, value);
  }

  protected override saveOwn(): Readonly<Record<string, number | boolean | null>> {
    return { value: Number.isNaN(this.#value) ? null : this.#value };
  }

  protected override restoreOwn(own: Readonly<Record<string, number | boolean | null>>): void {
    this.#value = typeof own["value"] === "number" ? own["value"] : NaN;
  }
}
