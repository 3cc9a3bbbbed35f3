/** How one instance goes on through one solution, once its initialisation has ended: by steps of its own (co-simulation), or solved by us (model exchange). */
import type { Instance, LastWords } from "./FmiLibrary.ts";
import type { NativeLibrary } from "./NativeLibrary.ts";
import type { VariableGroup } from "./VariableGroup.ts";

/** Inputs of an FMU, with values loaded. */
export interface InputGroups {
  readonly continuous: readonly VariableGroup[];
  /** Those that may change at events only; in FMI 3 alone. */
  readonly discrete: readonly VariableGroup[];
}

export interface FmuCourse {
  /** When it wants to be asked for events, by its clock in seconds; Infinity where it does not. What is kept beside its state. */
  readonly nextEventS: number;
  /** Directly after initialisation. Throws `diverged`, as all of these do. */
  begin(): void;
  /** After a state of the FMU was restored, in which it wanted to be asked then. */
  resume(nextEventS: number): void;
  /** Takes inputs; `isNew` says whether any has another value than before. */
  give(inputs: InputGroups, isNew: boolean): void;
  /** Takes parameters that may change while it runs, with values loaded. */
  tune(parameters: readonly VariableGroup[]): void;
  /** From `fromS` to exactly `toS`, through events inside of it. */
  step(fromS: number, toS: number): void;
}

/** What a solution tells an FMU and what solves it. */
export interface CourseTask {
  readonly relativeTolerance: number;
  /** To be called now and then while calls come back: nothing hangs. */
  readonly alive: () => void;
}

/** An instance with what its functions are called through. */
export interface InstanceParts {
  readonly library: NativeLibrary;
  readonly words: LastWords;
  readonly of: Instance;
  readonly set: (group: VariableGroup) => void;
}
