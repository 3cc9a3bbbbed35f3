/** What stands in the place of recording where the history may only be read: it takes nothing and says why. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Recording } from "./Recording.ts";

/** What the store needs of a recording. */
export type SampleTaker = Pick<Recording, "state" | "append" | "rotate" | "close">;

/** For every call that would change the history. */
export function readOnlyError(): TwinError {
  return new TwinError("read-only", "The project is open for reading only, so its history cannot be changed.");
}

export const NO_RECORDING: SampleTaker = {
  state: { kind: "stopped", reason: "the project is open for reading only" },
  append: () => Promise.reject(readOnlyError()),
  rotate: () => Promise.reject(readOnlyError()),
  close: () => Promise.resolve(),
};
