/** What has to be said of a run besides its result. */
import type { Run } from "../../shared/contract/runs.ts";
import { formatIso } from "../../shared/time/time.ts";
import type { HeldInput } from "../../shared/contract/whatIf.ts";
import type { Project } from "../../shared/model/project.ts";
import type { Output } from "./output.ts";
import { runSignalName } from "./runDocument.ts";

/** Why it failed, and which errors in the texts took something out of it. */
export function sayRun(output: Output, { message, origin }: Run): void {
  if (message !== undefined) output.say(message);
  for (const fault of origin?.faults ?? []) output.say(fault);
}

/** That a run over history ends before what was asked for, because that is not history yet. */
export function sayCut(output: Output, asked: { readonly toUs?: number }, { toUs }: Pick<Run, "toUs">): void {
  if (asked.toUs !== undefined && toUs < asked.toUs) output.say(`Solved up to ${formatIso(toUs)}, not to ${formatIso(asked.toUs)}: what comes later is not recorded yet. A forecast goes on from there.`);
}

/** Which inputs keep their last value, because history has no more of them: one by name, of several the one that ends first. */
export function sayHeld(output: Output, project: Project, held: readonly HeldInput[] = []): void {
  const [first, ...others] = held.toSorted((a, b) => a.sinceUs - b.sinceUs);
  if (!first) return;
  const ends = `${runSignalName(project, first.signal)} ends`;
  output.say(others.length === 0 ? `${ends} at ${formatIso(first.sinceUs)}: its last value is held from there.` : `${held.length} inputs keep their last values, where history has no more of them: ${ends} first, at ${formatIso(first.sinceUs)}.`);
}
