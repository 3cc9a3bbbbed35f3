/** The engine itself: long tasks, how it is doing, and the end of it. */
import { z } from "zod";
import { request, stream } from "./define.ts";

export interface Job {
  readonly id: string;
  readonly title: string;
  readonly state: "running" | "done" | "failed" | "cancelled";
  /** 0..1, absent while unknown. */
  readonly share?: number;
  readonly text?: string;
  /** Others are before it. */
  readonly waits?: boolean;
  readonly startedUs: number;
  readonly remainingUs?: number;
  readonly message?: string;
}

export interface EngineStatus {
  readonly nowUs: number;
  readonly valuesPerSecond: number;
  /** How far behind the newest received value the disk is. */
  readonly recordedLagUs: number;
  readonly queuedBytes: number;
  readonly historyBytes: number;
  /** All samples in the history, of all runs. */
  readonly historySamples: number;
  /** Samples recorded since the project was opened. */
  readonly recordedSamples: number;
  readonly gapsToday: number;
  /** Recording stopped and why (disk nearly full); absent while all is well. */
  readonly recordingStopped?: string;
  readonly sources: { readonly live: number; readonly total: number };
  /** Nothing can be written to equipment from this session. */
  readonly readOnly: boolean;
}

/** A plain-words note for the window: something went wrong that belongs to no panel. */
export interface Notice {
  readonly atUs: number;
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
}

export const engineService = {
  status: stream<EngineStatus>()(z.object({})),
  jobs: stream<Job[]>()(z.object({})),
  cancelJob: request<void>()(z.object({ job: z.string() })),
  notices: stream<Notice>()(z.object({})),
  version: request<{ version: string; contract: number; node: string; platform: string }>()(z.object({})),
};
