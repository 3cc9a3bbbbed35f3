/** What has to be said of a run besides its result: why it failed, and which errors in the texts took something out of it. */
import type { Run } from "../../shared/contract/runs.ts";
import { formatIso } from "../../shared/time/time.ts";
import type { Output } from "./output.ts";

export function sayRun(output: Output, { message, origin }: Run): void {
  if (message !== undefined) output.say(message);
  for (const fault of origin?.faults ?? []) output.say(fault);
}

/** That a run over history ends before what was asked for, because that is not history yet. */
export function sayCut(output: Output, asked: { readonly toUs?: number }, { toUs }: Pick<Run, "toUs">): void {
  if (asked.toUs !== undefined && toUs < asked.toUs) output.say(`Solved up to ${formatIso(toUs)}, not to ${formatIso(asked.toUs)}: what comes later is not recorded yet. A forecast goes on from there.`);
}
