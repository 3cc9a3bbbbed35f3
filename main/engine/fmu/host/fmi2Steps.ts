/** Co-simulation in FMI 2.0.4 (4.2): the FMU takes each step by itself. */
import type { TwinError } from "../../../../shared/contract/errors.ts";
import { STATUS } from "./FmiLibrary.ts";
import type { FmuCourse, InputGroups, InstanceParts } from "./FmuCourse.ts";
import { addressOf, lasting, type NativeFunction } from "./NativeLibrary.ts";
import type { VariableGroup } from "./VariableGroup.ts";

/** fmi2StatusKind of fmi2Get…Status. */
const LAST_SUCCESSFUL_TIME = 2;
const TERMINATED = 3;

const instance = "void *";
const address = "void *";

export class Fmi2Steps implements FmuCourse {
  readonly nextEventS = Infinity;
  readonly #parts: InstanceParts;
  readonly #doStep: NativeFunction;
  readonly #number = new Float64Array(lasting(8), 0, 1);
  readonly #flag = new Int32Array(lasting(4), 0, 1);

  constructor(parts: InstanceParts) {
    this.#parts = parts;
    this.#doStep = parts.library.function("fmi2DoStep", "int", [instance, "double", "double", "int"]);
  }

  begin(): void {
    // It is in step mode with the end of its initialisation.
  }

  resume(): void {
    // Its state is all there is.
  }

  give({ continuous }: InputGroups): void {
    continuous.forEach(this.#parts.set);
  }

  tune(parameters: readonly VariableGroup[]): void {
    parameters.forEach(this.#parts.set);
  }

  step(fromS: number, toS: number): void {
    const { of, words } = this.#parts;
    const status = this.#doStep(of, fromS, toS - fromS, 1);
    if (!words.isValue(status, "in a step")) throw this.#discarded(toS - fromS);
  }

  /** 4.2.2: a step that it could not take whole says how far it came, or that it has ended. */
  #discarded(stepS: number): TwinError {
    const { library, of, words } = this.#parts;
    const realStatus = library.function("fmi2GetRealStatus", "int", [instance, "int", address]);
    const flagStatus = library.function("fmi2GetBooleanStatus", "int", [instance, "int", address]);
    const hasEnded = flagStatus(of, TERMINATED, addressOf(this.#flag)) === STATUS.ok && this.#flag[0] !== 0;
    if (hasEnded) return words.ended();
    const came = realStatus(of, LAST_SUCCESSFUL_TIME, addressOf(this.#number)) === STATUS.ok ? ` and came to ${this.#number[0]} s` : "";
    return words.trouble(`it could not take the step of ${stepS} s${came}; give the model a smaller step`);
  }
}
