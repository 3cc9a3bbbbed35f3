/**
 * FMI 3.0 for co-simulation: functions and types declared from sections 2.2 (common) and 4.2 (co-simulation) of the standard. Event mode is
 * used where the FMU has it, and an early return is always allowed.
 */
import type { FmuCapabilities } from "../../../../shared/contract/fmus.ts";
import { LastWords, type FmiLibrary, type Instance } from "./FmiLibrary.ts";
import { addressOf, callable, lasting, NativeLibrary, type NativeFunction } from "./NativeLibrary.ts";
import { SavedStates } from "./SavedStates.ts";
import type { MemoryKind, VariableGroup } from "./VariableGroup.ts";

type Views = Pick<MemoryKind, "bytes" | "view"> & { readonly low?: number; readonly high?: number };
const whole = (bytes: number, low: number, high: number, view: MemoryKind["view"]): Views => ({ bytes, view, low, high });

/** 2.2.2: every type has its own functions; an enumeration is an Int64, a Boolean C's bool. */
const VIEWS: Readonly<Record<string, Views>> = {
  Float64: { bytes: 8, view: (memory, length) => new Float64Array(memory, 0, length) },
  Float32: { bytes: 4, view: (memory, length) => new Float32Array(memory, 0, length) },
  Int8: whole(1, -(2 ** 7), 2 ** 7 - 1, (memory, length) => new Int8Array(memory, 0, length)),
  UInt8: whole(1, 0, 2 ** 8 - 1, (memory, length) => new Uint8Array(memory, 0, length)),
  Int16: whole(2, -(2 ** 15), 2 ** 15 - 1, (memory, length) => new Int16Array(memory, 0, length)),
  UInt16: whole(2, 0, 2 ** 16 - 1, (memory, length) => new Uint16Array(memory, 0, length)),
  Int32: whole(4, -(2 ** 31), 2 ** 31 - 1, (memory, length) => new Int32Array(memory, 0, length)),
  UInt32: whole(4, 0, 2 ** 32 - 1, (memory, length) => new Uint32Array(memory, 0, length)),
  Int64: whole(8, -(2 ** 53), 2 ** 53, (memory, length) => new BigInt64Array(memory, 0, length)),
  UInt64: whole(8, 0, 2 ** 53, (memory, length) => new BigUint64Array(memory, 0, length)),
  Boolean: whole(1, 0, 1, (memory, length) => new Uint8Array(memory, 0, length)),
};
const kinds: Readonly<Record<string, MemoryKind>> = Object.fromEntries(Object.entries(VIEWS).map(([kind, views]) => [kind, { kind, ...views }]));

/** Events may bring about others at one instant; more rounds than this have no end. */
const MAX_ROUNDS = 1_000;
/** Returns at one and the same instant within a step. */
const MAX_STANDSTILLS = 100;
/** An instant is met within this share of the step. */
const SAME_INSTANT = 1e-9;

const instance = "void *";
const address = "void *";

export class Fmi3Library implements FmiLibrary {
  readonly kinds = { ...kinds, ...(kinds["Int64"] && { Enumeration: kinds["Int64"] }) };
  readonly #words = new LastWords();
  readonly #token: string;
  readonly #resources: string;
  readonly #eventMode: boolean;
  readonly #library: NativeLibrary;
  readonly #states: SavedStates;
  readonly #logger: bigint;
  readonly #doStep: NativeFunction;
  readonly #accessors = new Map<string, NativeFunction>();
  /** What fmi3DoStep and fmi3UpdateDiscreteStates write: conditions of a byte each, and an instant. */
  readonly #flags = new Uint8Array(lasting(8), 0, 8);
  readonly #instant = new Float64Array(lasting(8), 0, 1);
  readonly #flagsAt: bigint;
  readonly #instantAt: bigint;
  /** When each instance wants to be asked for events. */
  readonly #nextEventS = new Map<Instance, number>();

  /** `resources` is the path of its folder of that name. */
  constructor(path: string, what: string, { token, resources, capabilities }: { readonly token: string; readonly resources: string; readonly capabilities: FmuCapabilities }) {
    this.#token = token;
    this.#resources = resources;
    this.#eventMode = capabilities.eventMode;
    this.#library = new NativeLibrary(path, what);
    this.#logger = callable(["void *", "int", "const char *", "const char *"], (_environment, _status, _category, message) => this.#words.hear(message));
    this.#states = new SavedStates(this.#library, { get: "fmi3GetFMUState", set: "fmi3SetFMUState", free: "fmi3FreeFMUState", size: "fmi3SerializedFMUStateSize", serialize: "fmi3SerializeFMUState", deserialize: "fmi3DeserializeFMUState" }, this.#words);
    this.#doStep = this.#library.function("fmi3DoStep", "int", [instance, "double", "double", "bool", address, address, address, address]);
    this.#flagsAt = addressOf(this.#flags);
    this.#instantAt = addressOf(this.#instant);
  }

  instantiate(name: string): Instance {
    const make = this.#library.function("fmi3InstantiateCoSimulation", "void *", ["const char *", "const char *", "const char *", "bool", "bool", "bool", "bool", address, "size_t", address, address, address]);
    const made = make(name, this.#token, this.#resources, false, false, this.#eventMode, true, null, 0, null, this.#logger, null);
    if (typeof made !== "bigint" || made === 0n) throw this.#words.trouble("it cannot be instantiated");
    return made;
  }

  beginInitialisation(of: Instance, stopS: number): void {
    const enter = this.#library.function("fmi3EnterInitializationMode", "int", [instance, "bool", "double", "double", "bool", "double"]);
    this.#words.check(enter(of, false, 0, 0, Number.isFinite(stopS), Number.isFinite(stopS) ? stopS : 0), "on entering initialisation");
  }

  /** With event mode an FMU is in it now (4.2.1). */
  endInitialisation(of: Instance): void {
    this.#words.check(this.#plain("fmi3ExitInitializationMode")(of), "on initialisation");
    if (this.#eventMode) this.#settleEvents(of);
  }

  set(of: Instance, { memory, referencesAt, count, valuesAt }: VariableGroup): void {
    this.#words.check(this.#accessor("Set", memory.kind)(of, referencesAt, count, valuesAt, count), `on being given values (${memory.kind})`);
  }

  get(of: Instance, { memory, referencesAt, count, valuesAt }: VariableGroup): void {
    this.#words.check(this.#accessor("Get", memory.kind)(of, referencesAt, count, valuesAt, count), `on being asked for values (${memory.kind})`);
  }

  /** 4.2.1.3: they may change in event mode only, where there is one. */
  setDiscrete(of: Instance, groups: readonly VariableGroup[]): void {
    if (this.#eventMode) this.#words.check(this.#plain("fmi3EnterEventMode")(of), "on entering event mode");
    for (const group of groups) this.set(of, group);
    if (this.#eventMode) this.#settleEvents(of);
  }

  step(of: Instance, fromS: number, toS: number): void {
    const near = (toS - fromS) * SAME_INSTANT;
    let standstills = 0;
    for (let atS = fromS; atS < toS - near; ) {
      const nextS = this.#nextEventS.get(of) ?? Infinity;
      const untilS = nextS > atS + near && nextS < toS - near ? nextS : toS;
      const cameS = this.#stepOnce(of, atS, untilS, near);
      standstills = cameS > atS + near ? 0 : standstills + 1;
      if (standstills > MAX_STANDSTILLS) throw this.#words.trouble(`it returns again and again at ${atS} s without going on`);
      atS = cameS;
    }
  }

  reset(of: Instance): boolean {
    this.#nextEventS.delete(of);
    return this.#plain("fmi3Reset")(of) === 0;
  }

  saveState(of: Instance): Uint8Array {
    return this.#states.save(of);
  }

  restoreState(of: Instance, state: Uint8Array): void {
    this.#states.restore(of, state);
  }

  free(of: Instance): void {
    this.#plain("fmi3Terminate")(of);
    this.#library.function("fmi3FreeInstance", "void", [instance])(of);
  }

  /** One call (4.2.1.1), and the events that it asks for; how far it came. */
  #stepOnce(of: Instance, fromS: number, toS: number, near: number): number {
    this.#flags.fill(0);
    this.#instant[0] = toS;
    const at = this.#flagsAt;
    this.#words.check(this.#doStep(of, fromS, toS - fromS, true, at, at + 1n, at + 2n, this.#instantAt), "in a step");
    const [eventNeeded, terminate, early] = this.#flags;
    if (terminate) throw this.#words.trouble("it ends the simulation by itself");
    const cameS = early ? (this.#instant[0] as number) : toS;
    if (!(cameS >= fromS - near && cameS <= toS + near)) throw this.#words.trouble(`it says that it came to ${cameS} s in a step from ${fromS} s to ${toS} s`);
    const isDue = (this.#nextEventS.get(of) ?? Infinity) <= cameS + near;
    if (this.#eventMode && (eventNeeded || isDue)) {
      this.#words.check(this.#plain("fmi3EnterEventMode")(of), "on entering event mode");
      this.#settleEvents(of);
    }
    return cameS;
  }

  /** 2.3.5: discrete states are updated until nothing more follows, then it steps on. */
  #settleEvents(of: Instance): void {
    const update = this.#library.function("fmi3UpdateDiscreteStates", "int", [instance, address, address, address, address, address, address]);
    const at = this.#flagsAt;
    for (let round = 0; ; round++) {
      if (round === MAX_ROUNDS) throw this.#words.trouble("its events bring about others without an end");
      this.#flags.fill(0);
      this.#words.check(update(of, at, at + 1n, at + 2n, at + 3n, at + 4n, this.#instantAt), "on an event");
      const [again, terminate, , , hasNext] = this.#flags;
      if (terminate) throw this.#words.trouble("it ends the simulation by itself");
      if (hasNext) this.#nextEventS.set(of, this.#instant[0] as number);
      else this.#nextEventS.delete(of);
      if (!again) break;
    }
    this.#words.check(this.#plain("fmi3EnterStepMode")(of), "on going on after an event");
  }

  #plain(name: string): NativeFunction {
    return this.#library.function(name, "int", [instance]);
  }

  #accessor(word: "Get" | "Set", kind: string): NativeFunction {
    const name = `fmi3${word}${kind}`;
    const known = this.#accessors.get(name);
    if (known) return known;
    const made = this.#library.function(name, "int", [instance, address, "size_t", address, "size_t"]);
    this.#accessors.set(name, made);
    return made;
  }
}
