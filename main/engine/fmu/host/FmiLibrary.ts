/** What both versions of the standard offer of a co-simulation, in one shape. Each method is one or few calls into foreign code. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { MemoryKind, VariableGroup } from "./VariableGroup.ts";

/** The address of an instance inside the library. */
export type Instance = bigint;

export interface FmiLibrary {
  readonly kinds: Readonly<Record<string, MemoryKind>>;
  instantiate(name: string): Instance;
  /** Between these two, inputs are set and outputs read. Infinity is no end. */
  beginInitialisation(instance: Instance, stopS: number): void;
  endInitialisation(instance: Instance): void;
  set(instance: Instance, group: VariableGroup): void;
  get(instance: Instance, group: VariableGroup): void;
  /** Sets inputs that change at events only. */
  setDiscrete(instance: Instance, groups: readonly VariableGroup[]): void;
  /** From `fromS` to exactly `toS`, through events inside of it. Throws `diverged`. */
  step(instance: Instance, fromS: number, toS: number): void;
  /** Back to how it was made; false where it cannot, and is to be made anew. */
  reset(instance: Instance): boolean;
  saveState(instance: Instance): Uint8Array;
  restoreState(instance: Instance, state: Uint8Array): void;
  free(instance: Instance): void;
}

/** FMI 2.0.4, 2.1.3 and FMI 3.0, 2.2.3: what functions return. */
export const STATUS = { ok: 0, warning: 1, discard: 2, error: 3, fatal: 4 } as const;
const WORDS = ["OK", "warning", "discard", "error", "fatal error"];

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

  trouble(what: string): TwinError {
    return new TwinError("diverged", this.#text === "" ? what : `${what}: "${this.#text}"`);
  }
}
