/** What the engine and the worker of live runs say to each other: one order, one answer. */
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { LivePiece, LiveStep, LiveTask } from "../simulation/index.ts";

export type LiveOrder =
  | { readonly kind: "begin"; readonly system: string; readonly task: LiveTask }
  | { readonly kind: "step"; readonly system: string; readonly piece: LivePiece }
  | { readonly kind: "end"; readonly system: string };

export type LiveAnswer =
  | { readonly kind: "done"; readonly step: LiveStep }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly error: ErrorData };
