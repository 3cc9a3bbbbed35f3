/** `engineService`: jobs, figures for the status bar, notices. */
import type { EngineStatus, engineService, Notice } from "../../../shared/contract/engine.ts";
import type { Handlers } from "../../../shared/contract/define.ts";
import { CONTRACT_VERSION } from "../../../shared/contract/contract.ts";
import type { Jobs } from "../jobs/index.ts";
import type { Notices } from "./Notices.ts";
import { every, everything, latest } from "./streams.ts";

const STATUS_INTERVAL_MS = 500;
const JOBS_INTERVAL_MS = 100;

export interface EngineHandlerParts {
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly status: () => Promise<EngineStatus>;
  readonly version: string;
}

export function engineHandlers({ jobs, notices, status, version }: EngineHandlerParts): Handlers<typeof engineService> {
  return {
    status: (_input, { signal }) => every(STATUS_INTERVAL_MS, status, signal),
    jobs: (_input, { signal }) => latest({ subscribe: (listener) => jobs.onChange(listener), read: () => jobs.list, signal, minIntervalMs: JOBS_INTERVAL_MS }),
    cancelJob: ({ job }) => jobs.cancel(job),
    notices: (_input, { signal }) => everything<Notice>((listener) => notices.onNotice(listener), () => notices.recent, signal),
    version: () => ({ version, contract: CONTRACT_VERSION, node: process.versions.node, platform: `${process.platform}-${process.arch}` }),
  };
}
