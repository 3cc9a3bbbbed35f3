/** From what a person types to a run: its id, or the name that the window shows. */
import type { EngineClient } from "../../shared/contract/contract.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import type { Run } from "../../shared/contract/runs.ts";
import { nearest } from "../../shared/units/nearest.ts";

/** All runs as they stand, newest first. */
export async function listRuns(client: EngineClient): Promise<Run[]> {
  for await (const runs of client.runs.watch({})) return runs.toSorted((a, b) => b.startedUs - a.startedUs);
  throw new TwinError("closed", "The engine ended before it said which runs there are.");
}

/** The run of this id or name. Throws `not-found` with the nearest one, `bad-input` where several have the name. */
export function resolveRun(runs: readonly Run[], text: string): Run {
  const [found, ...more] = runs.filter(({ id }) => id === text).concat(runs.filter(({ name }) => name === text));
  if (found && (found.id === text || more.length === 0)) return found;
  if (found) throw new TwinError("bad-input", `Several runs are called “${text}”: ${[found, ...more].map(({ id }) => id).join(", ")}. Say which by its id.`);
  const near = nearest(text, runs.flatMap(({ id, name }) => [id, name]));
  throw new TwinError("not-found", `There is no run ${text}.${runs.length === 0 ? " Nothing was simulated yet." : `${near === undefined ? "" : ` Nearest: ${near}.`} List them with: twinbench runs`}`);
}
