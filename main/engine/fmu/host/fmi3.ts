/** FMI 3.0: functions and types that co-simulation and model exchange have in common, declared from section 2.2 of the standard. Event mode is used where the FMU has it, and an early return is always allowed. */
import type { FmuCapabilities } from "../../../../shared/contract/fmus.ts";
import { ExchangeCourse } from "./ExchangeCourse.ts";
import { Fmi3Exchange } from "./fmi3Exchange.ts";
import { Fmi3Steps } from "./fmi3Steps.ts";
import type { CourseTask, FmuCourse } from "./FmuCourse.ts";
import { LastWords, type FmiLibrary, type Instance } from "./FmiLibrary.ts";
import { callable, NativeLibrary, type NativeFunction } from "./NativeLibrary.ts";
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

const instance = "void *";
const address = "void *";

export class Fmi3Library implements FmiLibrary {
  readonly kinds = { ...kinds, ...(kinds["Int64"] && { Enumeration: kinds["Int64"] }) };
  readonly #words = new LastWords();
  readonly #token: string;
  readonly #resources: string;
  readonly #capabilities: FmuCapabilities;
  readonly #library: NativeLibrary;
  readonly #states: SavedStates;
  readonly #logger: bigint;

  /** `resources` is the path of its folder of that name. */
  constructor(path: string, what: string, { token, resources, capabilities }: { readonly token: string; readonly resources: string; readonly capabilities: FmuCapabilities }) {
    this.#token = token;
    this.#resources = resources;
    this.#capabilities = capabilities;
    this.#library = new NativeLibrary(path, what);
    this.#logger = callable(["void *", "int", "const char *", "const char *"], (_environment, _status, _category, message) => this.#words.hear(message));
    this.#states = new SavedStates(this.#library, { get: "fmi3GetFMUState", set: "fmi3SetFMUState", free: "fmi3FreeFMUState", size: "fmi3SerializedFMUStateSize", serialize: "fmi3SerializeFMUState", deserialize: "fmi3DeserializeFMUState" }, this.#words);
  }

  instantiate(name: string): Instance {
    const made = this.#capabilities.exchange ? this.#instantiateExchange(name) : this.#instantiateSteps(name);
    if (typeof made !== "bigint" || made === 0n) throw this.#words.trouble("it cannot be instantiated");
    return made;
  }

  /** 2.3.2: what integrates a model exchange tells its tolerance, for what the FMU solves inside. No stop time: a state may be taken up in another run, which ends later. */
  beginInitialisation(of: Instance, { relativeTolerance }: CourseTask): void {
    const enter = this.#library.function("fmi3EnterInitializationMode", "int", [instance, "bool", "double", "double", "bool", "double"]);
    this.#words.check(enter(of, this.#capabilities.exchange !== undefined, relativeTolerance, 0, false, 0), "on entering initialisation");
  }

  endInitialisation(of: Instance): void {
    this.#words.check(this.#plain("fmi3ExitInitializationMode")(of), "on initialisation");
  }

  course(of: Instance, task: CourseTask): FmuCourse {
    const { exchange, eventMode } = this.#capabilities;
    const own = { library: this.#library, words: this.#words, of, set: (group: VariableGroup) => this.set(of, group) };
    return exchange ? new ExchangeCourse({ ...own, ...task, exchange, dialect: new Fmi3Exchange(own) }) : new Fmi3Steps({ ...own, eventMode });
  }

  set(of: Instance, { memory, referencesAt, count, valuesAt }: VariableGroup): void {
    this.#words.check(this.#accessor("Set", memory.kind)(of, referencesAt, count, valuesAt, count), `on being given values (${memory.kind})`);
  }

  get(of: Instance, { memory, referencesAt, count, valuesAt }: VariableGroup): void {
    this.#words.check(this.#accessor("Get", memory.kind)(of, referencesAt, count, valuesAt, count), `on being asked for values (${memory.kind})`);
  }

  reset(of: Instance): boolean {
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

  #instantiateSteps(name: string): unknown {
    const make = this.#library.function("fmi3InstantiateCoSimulation", "void *", ["const char *", "const char *", "const char *", "bool", "bool", "bool", "bool", address, "size_t", address, address, address]);
    return make(name, this.#token, this.#resources, false, false, this.#capabilities.eventMode, true, null, 0, null, this.#logger, null);
  }

  #instantiateExchange(name: string): unknown {
    const make = this.#library.function("fmi3InstantiateModelExchange", "void *", ["const char *", "const char *", "const char *", "bool", "bool", address, address]);
    return make(name, this.#token, this.#resources, false, false, null, this.#logger);
  }

  #plain(name: string): NativeFunction {
    return this.#library.function(name, "int", [instance]);
  }

  #accessor(word: "Get" | "Set", kind: string): NativeFunction {
    return this.#library.function(`fmi3${word}${kind}`, "int", [instance, address, "size_t", address, "size_t"]);
  }
}
