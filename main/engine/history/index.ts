/** Recorded data: the one public file of this module. */
export type { HistoryInterface } from "./History.ts";
export type { ImportStage } from "./ImportStage.ts";
export * from "./types.ts";
