/** What has to be said of a run besides its result: why it failed, and which errors in the texts took something out of it. */
import type { Run } from "../../shared/contract/runs.ts";
import type { Output } from "./output.ts";

export function sayRun(output: Output, { message, origin }: Run): void {
  if (message !== undefined) output.say(message);
  for (const fault of origin?.faults ?? []) output.say(fault);
}
