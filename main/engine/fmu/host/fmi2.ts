/** FMI 2.0.4 for co-simulation: functions and types declared from sections 2.1 (common) and 4.2 (co-simulation) of the standard. */
import type { TwinError } from "../../../../shared/contract/errors.ts";
import { LastWords, STATUS, type FmiLibrary, type Instance } from "./FmiLibrary.ts";
import { addressOf, callable, lasting, NativeLibrary, type NativeFunction } from "./NativeLibrary.ts";
import { SavedStates } from "./SavedStates.ts";
import type { MemoryKind, VariableGroup } from "./VariableGroup.ts";

/** 2.1.2: fmi2Real is double; fmi2Integer and fmi2Boolean are int. */
const REAL: MemoryKind = { kind: "Real", bytes: 8, view: (memory, length) => new Float64Array(memory, 0, length) };
const INTEGER: MemoryKind = { kind: "Integer", bytes: 4, view: (memory, length) => new Int32Array(memory, 0, length), low: -(2 ** 31), high: 2 ** 31 - 1 };
const BOOLEAN: MemoryKind = { kind: "Boolean", bytes: 4, view: (memory, length) => new Int32Array(memory, 0, length), low: 0, high: 1 };

const CO_SIMULATION = 1;
/** fmi2StatusKind of fmi2Get…Status. */
const LAST_SUCCESSFUL_TIME = 2;
const TERMINATED = 3;

const instance = "void *";
const address = "void *";

export class Fmi2Library implements FmiLibrary {
  readonly kinds = { Real: REAL, Integer: INTEGER, Enumeration: INTEGER, Boolean: BOOLEAN };
  readonly #words = new LastWords();
  readonly #token: string;
  readonly #resources: string;
  readonly #library: NativeLibrary;
  /** fmi2CallbackFunctions, 2.1.5: logger, allocateMemory, freeMemory, stepFinished, componentEnvironment. It must outlive the instances. */
  readonly #callbacks = new BigUint64Array(lasting(5 * 8), 0, 5);
  readonly #doStep: NativeFunction;
  readonly #accessors = new Map<string, NativeFunction>();
  readonly #number = new Float64Array(lasting(8), 0, 1);
  readonly #flag = new Int32Array(lasting(4), 0, 1);
  readonly #states: SavedStates;

  /** `resources` is the URI of its folder of that name. */
  constructor(path: string, what: string, { token, resources }: { readonly token: string; readonly resources: string }) {
    this.#token = token;
    this.#resources = resources;
    this.#library = new NativeLibrary(path, what);
    const system = new NativeLibrary(process.platform === "win32" ? "ucrtbase.dll" : undefined, "the system");
    // The message's places for further arguments stay as they are: a callback cannot take any number of them.
    const logger = callable(["void *", "const char *", "int", "const char *", "const char *"], (_environment, _name, _status, _category, message) => this.#words.hear(message));
    this.#callbacks.set([logger, system.addressOf("calloc"), system.addressOf("free"), 0n, 0n]);
    this.#states = new SavedStates(this.#library, { get: "fmi2GetFMUstate", set: "fmi2SetFMUstate", free: "fmi2FreeFMUstate", size: "fmi2SerializedFMUstateSize", serialize: "fmi2SerializeFMUstate", deserialize: "fmi2DeSerializeFMUstate" }, this.#words);
    this.#doStep = this.#library.function("fmi2DoStep", "int", [instance, "double", "double", "int"]);
  }

  instantiate(name: string): Instance {
    const make = this.#library.function("fmi2Instantiate", "void *", ["const char *", "int", "const char *", "const char *", address, "int", "int"]);
    const made = make(name, CO_SIMULATION, this.#token, this.#resources, addressOf(this.#callbacks), 0, 0);
    if (typeof made !== "bigint" || made === 0n) throw this.#words.trouble("it cannot be instantiated");
    return made;
  }

  beginInitialisation(of: Instance, stopS: number): void {
    const setup = this.#library.function("fmi2SetupExperiment", "int", [instance, "int", "double", "double", "int", "double"]);
    this.#words.check(setup(of, 0, 0, 0, Number.isFinite(stopS) ? 1 : 0, Number.isFinite(stopS) ? stopS : 0), "on being set up");
    this.#words.check(this.#plain("fmi2EnterInitializationMode")(of), "on entering initialisation");
  }

  endInitialisation(of: Instance): void {
    this.#words.check(this.#plain("fmi2ExitInitializationMode")(of), "on initialisation");
  }

  set(of: Instance, { memory, referencesAt, count, valuesAt }: VariableGroup): void {
    this.#words.check(this.#accessor("Set", memory.kind)(of, referencesAt, count, valuesAt), `on being given values (${memory.kind})`);
  }

  get(of: Instance, { memory, referencesAt, count, valuesAt }: VariableGroup): void {
    this.#words.check(this.#accessor("Get", memory.kind)(of, referencesAt, count, valuesAt), `on being asked for values (${memory.kind})`);
  }

  setDiscrete(of: Instance, groups: readonly VariableGroup[]): void {
    for (const group of groups) this.set(of, group);
  }

  step(of: Instance, fromS: number, toS: number): void {
    const status = this.#doStep(of, fromS, toS - fromS, 1);
    if (status === STATUS.ok || status === STATUS.warning) return;
    this.#words.check(status === STATUS.discard ? STATUS.ok : status, "in a step");
    throw this.#discarded(of, toS - fromS);
  }

  /** 4.2.2: a step that it could not take whole says how far it came, or that it has ended. */
  #discarded(of: Instance, stepS: number): TwinError {
    const realStatus = this.#library.function("fmi2GetRealStatus", "int", [instance, "int", address]);
    const flagStatus = this.#library.function("fmi2GetBooleanStatus", "int", [instance, "int", address]);
    const hasEnded = flagStatus(of, TERMINATED, addressOf(this.#flag)) === STATUS.ok && this.#flag[0] !== 0;
    if (hasEnded) return this.#words.trouble("it ends the simulation by itself");
    const came = realStatus(of, LAST_SUCCESSFUL_TIME, addressOf(this.#number)) === STATUS.ok ? ` and came to ${this.#number[0]} s` : "";
    return this.#words.trouble(`it could not take the step of ${stepS} s${came}; give the model a smaller step`);
  }

  reset(of: Instance): boolean {
    return this.#plain("fmi2Reset")(of) === STATUS.ok;
  }

  saveState(of: Instance): Uint8Array {
    return this.#states.save(of);
  }

  restoreState(of: Instance, state: Uint8Array): void {
    this.#states.restore(of, state);
  }

  free(of: Instance): void {
    this.#plain("fmi2Terminate")(of);
    this.#library.function("fmi2FreeInstance", "void", [instance])(of);
  }

  #plain(name: string): NativeFunction {
    return this.#library.function(name, "int", [instance]);
  }

  #accessor(word: "Get" | "Set", kind: string): NativeFunction {
    const name = `fmi2${word}${kind}`;
    const known = this.#accessors.get(name);
    if (known) return known;
    const made = this.#library.function(name, "int", [instance, address, "size_t", address]);
    this.#accessors.set(name, made);
    return made;
  }
}
