/** What both versions of the standard offer, in one shape, for co-simulation and model exchange. Each method is one or few calls into foreign code. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { CourseTask, FmuCourse } from "./FmuCourse.ts";
import type { MemoryKind, VariableGroup } from "./VariableGroup.ts";

/** The address of an instance inside the library. */
export type Instance = bigint;

export interface FmiLibrary {
  readonly kinds: Readonly<Record<string, MemoryKind>>;
  instantiate(name: string): Instance;
  /** Between these two, inputs are set and outputs read. */
  beginInitialisation(instance: Instance, task: CourseTask): void;
  endInitialisation(instance: Instance): void;
  /** How it goes on from there. */
  course(instance: Instance, task: CourseTask): FmuCourse;
  set(instance: Instance, group: VariableGroup): void;
  get(instance: Instance, group: VariableGroup): void;
  /** Back to how it was made; false where it cannot, and is to be made anew. */
  reset(instance: Instance): boolean;
  saveState(instance: Instance): Uint8Array;
  restoreState(instance: Instance, state: Uint8Array): void;
  free(instance: Instance): void;
}

/** FMI 2.0.4, 2.1.3 and FMI 3.0, 2.2.3: what functions return. */
export const STATUS = { ok: 0, warning: 1, discard: 2, error: 3, fatal: 4 } as const;
const WORDS = ["OK", "warning", "discard", "error", "fatal error"];

/** Events may bring about others at one instant; more rounds than this have no end. */
export const MAX_EVENT_ROUNDS = 1_000;

/** What the FMU said last through its logger; it explains the status that follows. */
export class LastWords {
  #text = "";

  /** A longer one is cut: it is shown in one line. */
  hear(message: unknown): void {
    if (typeof message === "string" && message.trim() !== "") this.#text = message.trim().replaceAll(/\s+/g, " ").slice(0, 400);
  }

  /** Throws `diverged` unless the status says that it went well. */
  check(status: unknown, doing: string): void {
    if (status === STATUS.ok || status === STATUS.warning) return;
    throw this.trouble(`it reports ${WORDS[Number(status)] ?? `the unknown status ${String(status)}`} ${doing}`);
  }

  /** The same, but false where it discards what it was given: it may have a value elsewhere. */
  isValue(status: unknown, doing: string): boolean {
    if (status === STATUS.discard) return false;
    this.check(status, doing);
    return true;
  }

  trouble(what: string): TwinError {
    return new TwinError("diverged", this.#text === "" ? what : `${what}: "${this.#text}"`);
  }

  /** It says that it has come to its end. */
  ended(): TwinError {
    return this.trouble("it ends the simulation by itself");
  }

  restless(): TwinError {
    return this.trouble("its events bring about others without an end");
  }
}
