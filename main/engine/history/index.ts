/** Recorded data: the one public file of this module. */
import type { History } from "./History.ts";
export { History } from "./History.ts";
export type { ImportStage } from "./ImportStage.ts";
export * from "./types.ts";
export { countProgress, watched } from "./watched.ts";

/** What others depend on, so that tests may bring their own. */
export type HistoryInterface = Pick<History, keyof History>;
