/** One calc on one asset, live: tells each change of its value. Of a condition 1 is true and 0 is false. */
import type { CalcProgram } from "../../ir.ts";
import { Assembly } from "./Assembly.ts";
import { Instance, type StreamSink } from "./Instance.ts";
import type { StateReader, StateWriter } from "./state.ts";
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
    const assembly = new Assembly(this.slots, this.parts);
    if (expr.kind === "number") this.#at = assembly.number(expr.value).at;
    else {
      const truth = assembly.truth(expr.truth).at;
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

  protected override saveOwn(to: StateWriter): void {
    to.number(this.#value);
  }

  protected override restoreOwn(from: StateReader): void {
    this.#value = from.number();
  }
}
