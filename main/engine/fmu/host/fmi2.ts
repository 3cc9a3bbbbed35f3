/** FMI 2.0.4: functions and types that co-simulation and model exchange have in common, declared from section 2.1 of the standard. */
import type { FmuCapabilities } from "../../../../shared/contract/fmus.ts";
import { ExchangeCourse } from "./ExchangeCourse.ts";
import { LastWords, STATUS, type FmiLibrary, type Instance } from "./FmiLibrary.ts";
import { Fmi2Exchange } from "./fmi2Exchange.ts";
import { Fmi2Steps } from "./fmi2Steps.ts";
import type { CourseTask, FmuCourse } from "./FmuCourse.ts";
import { addressOf, callable, lasting, NativeLibrary, type NativeFunction } from "./NativeLibrary.ts";
import { SavedStates } from "./SavedStates.ts";
import type { MemoryKind, VariableGroup } from "./VariableGroup.ts";

/** 2.1.2: fmi2Real is double; fmi2Integer and fmi2Boolean are int. */
const REAL: MemoryKind = { kind: "Real", bytes: 8, view: (memory, length) => new Float64Array(memory, 0, length) };
const INTEGER: MemoryKind = { kind: "Integer", bytes: 4, view: (memory, length) => new Int32Array(memory, 0, length), low: -(2 ** 31), high: 2 ** 31 - 1 };
const BOOLEAN: MemoryKind = { kind: "Boolean", bytes: 4, view: (memory, length) => new Int32Array(memory, 0, length), low: 0, high: 1 };

/** fmi2Type. */
const MODEL_EXCHANGE = 0;
const CO_SIMULATION = 1;

const instance = "void *";
const address = "void *";

export class Fmi2Library implements FmiLibrary {
  readonly kinds = { Real: REAL, Integer: INTEGER, Enumeration: INTEGER, Boolean: BOOLEAN };
  readonly #words = new LastWords();
  readonly #token: string;
  readonly #resources: string;
  readonly #capabilities: FmuCapabilities;
  readonly #library: NativeLibrary;
  /** fmi2CallbackFunctions, 2.1.5: logger, allocateMemory, freeMemory, stepFinished, componentEnvironment. It must outlive the instances. */
  readonly #callbacks = new BigUint64Array(lasting(5 * 8), 0, 5);
  readonly #states: SavedStates;

  /** `resources` is the URI of its folder of that name. */
  constructor(path: string, what: string, { token, resources, capabilities }: { readonly token: string; readonly resources: string; readonly capabilities: FmuCapabilities }) {
    this.#token = token;
    this.#resources = resources;
    this.#capabilities = capabilities;
    this.#library = new NativeLibrary(path, what);
    const system = new NativeLibrary(process.platform === "win32" ? "ucrtbase.dll" : undefined, "the system");
    // The message's places for further arguments stay as they are: a callback cannot take any number of them.
    const logger = callable(["void *", "const char *", "int", "const char *", "const char *"], (_environment, _name, _status, _category, message) => this.#words.hear(message));
    this.#callbacks.set([logger, system.addressOf("calloc"), system.addressOf("free"), 0n, 0n]);
    this.#states = new SavedStates(this.#library, { get: "fmi2GetFMUstate", set: "fmi2SetFMUstate", free: "fmi2FreeFMUstate", size: "fmi2SerializedFMUstateSize", serialize: "fmi2SerializeFMUstate", deserialize: "fmi2DeSerializeFMUstate" }, this.#words);
  }

  instantiate(name: string): Instance {
    const make = this.#library.function("fmi2Instantiate", "void *", ["const char *", "int", "const char *", "const char *", address, "int", "int"]);
    const made = make(name, this.#capabilities.exchange ? MODEL_EXCHANGE : CO_SIMULATION, this.#token, this.#resources, addressOf(this.#callbacks), 0, 0);
    if (typeof made !== "bigint" || made === 0n) throw this.#words.trouble("it cannot be instantiated");
    return made;
  }

  /** 2.1.6: what integrates a model exchange tells its tolerance, for what the FMU solves inside. No stop time: a state may be taken up in another run, which ends later. */
  beginInitialisation(of: Instance, { relativeTolerance }: CourseTask): void {
    const setup = this.#library.function("fmi2SetupExperiment", "int", [instance, "int", "double", "double", "int", "double"]);
    this.#words.check(setup(of, this.#capabilities.exchange ? 1 : 0, relativeTolerance, 0, 0, 0), "on being set up");
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

  course(of: Instance, task: CourseTask): FmuCourse {
    const { exchange } = this.#capabilities;
    const own = { library: this.#library, words: this.#words, of, set: (group: VariableGroup) => this.set(of, group) };
    return exchange ? new ExchangeCourse({ ...own, ...task, exchange, dialect: new Fmi2Exchange(own) }) : new Fmi2Steps(own);
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
    return this.#library.function(`fmi2${word}${kind}`, "int", [instance, address, "size_t", address]);
  }
}
