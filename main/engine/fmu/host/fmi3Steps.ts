/** Co-simulation in FMI 3.0 (4.2): the FMU takes each step by itself. Event mode is used where it has it; where it returns early, its step is gone on with. */
import { Fmi3Updates } from "./Fmi3Updates.ts";
import type { FmuCourse, InputGroups, InstanceParts } from "./FmuCourse.ts";
import { addressOf, lasting, type NativeFunction } from "./NativeLibrary.ts";
import { settleEvents } from "./settleEvents.ts";
import type { VariableGroup } from "./VariableGroup.ts";

/** Returns at one and the same instant within a step. */
const MAX_STANDSTILLS = 100;
/** An instant is met within this share of the step. */
const SAME_INSTANT = 1e-9;
const FLAGS = 3;

const instance = "void *";
const address = "void *";

export interface Fmi3StepsParts extends InstanceParts {
  readonly eventMode: boolean;
}

export class Fmi3Steps implements FmuCourse {
  nextEventS = Infinity;
  readonly #parts: Fmi3StepsParts;
  readonly #doStep: NativeFunction;
  /** Of an FMU with event mode: others need not have the function. */
  #updates: Fmi3Updates | undefined;
  /** What fmi3DoStep writes: conditions of a byte each, and an instant. */
  readonly #flags = new Uint8Array(lasting(FLAGS), 0, FLAGS);
  readonly #instant = new Float64Array(lasting(8), 0, 1);
  readonly #flagsAt = addressOf(this.#flags);
  readonly #instantAt = addressOf(this.#instant);

  constructor(parts: Fmi3StepsParts) {
    this.#parts = parts;
    this.#doStep = parts.library.function("fmi3DoStep", "int", [instance, "double", "double", "bool", address, address, address, address]);
  }

  /** With event mode an FMU is in it now (4.2.1). */
  begin(): void {
    if (this.#parts.eventMode) this.#settleEvents();
  }

  resume(nextEventS: number): void {
    this.nextEventS = nextEventS;
  }

  /** 4.2.1.3: discrete ones may change in event mode only, where there is one. */
  give({ continuous, discrete }: InputGroups): void {
    const { eventMode, set } = this.#parts;
    continuous.forEach(set);
    if (discrete.length === 0) return;
    if (eventMode) this.#enterEventMode();
    discrete.forEach(set);
    if (eventMode) this.#settleEvents();
  }

  tune(parameters: readonly VariableGroup[]): void {
    parameters.forEach(this.#parts.set);
  }

  step(fromS: number, toS: number): void {
    const near = (toS - fromS) * SAME_INSTANT;
    let standstills = 0;
    for (let atS = fromS; atS < toS - near; ) {
      const nextS = this.nextEventS;
      const untilS = nextS > atS + near && nextS < toS - near ? nextS : toS;
      const cameS = this.#stepOnce(atS, untilS, near);
      standstills = cameS > atS + near ? 0 : standstills + 1;
      if (standstills > MAX_STANDSTILLS) throw this.#parts.words.trouble(`it returns again and again at ${atS} s without going on`);
      atS = cameS;
    }
  }

  /** One call (4.2.1.1), and the events that it asks for; how far it came. */
  #stepOnce(fromS: number, toS: number, near: number): number {
    const { of, words, eventMode } = this.#parts;
    this.#flags.fill(0);
    this.#instant[0] = toS;
    const at = this.#flagsAt;
    words.check(this.#doStep(of, fromS, toS - fromS, true, at, at + 1n, at + 2n, this.#instantAt), "in a step");
    const [eventNeeded, terminate, early] = this.#flags;
    if (terminate) throw words.ended();
    const cameS = early ? (this.#instant[0] as number) : toS;
    if (!(cameS >= fromS - near && cameS <= toS + near)) throw words.trouble(`it says that it came to ${cameS} s in a step from ${fromS} s to ${toS} s`);
    const isDue = this.nextEventS <= cameS + near;
    if (eventMode && (eventNeeded || isDue)) {
      this.#enterEventMode();
      this.#settleEvents();
    }
    return cameS;
  }

  #enterEventMode(): void {
    const { library, words, of } = this.#parts;
    words.check(library.function("fmi3EnterEventMode", "int", [instance])(of), "on entering event mode");
  }

  #settleEvents(): void {
    const { library, words, of } = this.#parts;
    const updates = (this.#updates ??= new Fmi3Updates(this.#parts));
    this.nextEventS = settleEvents(() => updates.next(), words).nextEventS;
    words.check(library.function("fmi3EnterStepMode", "int", [instance])(of), "on going on after an event");
  }
}
