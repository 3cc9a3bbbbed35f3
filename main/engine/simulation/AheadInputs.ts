/** The inputs of one use that reads signals and numbers alone, at instants that the solving has not come to yet: history knows them already. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { HeldInputs } from "./HeldInputs.ts";
import { withRamps } from "./ramps.ts";
import type { InputSeries } from "./simulationTypes.ts";

export class AheadInputs {
  readonly #held: HeldInputs;

  constructor(use: UseProgram, inputs: ReadonlyMap<string, InputSeries>) {
    const { uses, ramps } = withRamps([use]);
    this.#held = new HeldInputs(uses, inputs, [{ input: 0 }], ramps);
  }

  /** Values at t in the order of the use's inputs, to be read before the next call; undefined where one is unknown. Instants come in time order. */
  at(tUs: number): Float64Array | undefined {
    this.#held.moveTo(tUs);
    return this.#held.isUnknown(0) ? undefined : this.#held.values;
  }
}
