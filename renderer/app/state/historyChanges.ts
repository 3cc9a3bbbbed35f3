/** When the recorded past changed otherwise than by live samples: an import, a new run, a calc worked out anew ended as a job. */
import type { Job } from "../../../shared/contract/engine.ts";
import type { Readable } from "./Store.ts";

/** Calls back whenever a job is newly done. What happened is in the history; whoever drew from it asks again. */
export function onHistoryChange(jobs: Readable<readonly Job[]>, listener: () => void): () => void {
  let known = doneIn(jobs.value);
  return jobs.subscribe(() => {
    const done = doneIn(jobs.value);
    const isNew = [...done].some((id) => !known.has(id));
    known = done;
    if (isNew) listener();
  });
}

function doneIn(jobs: readonly Job[]): ReadonlySet<string> {
  return new Set(jobs.filter(({ state }) => state === "done").map(({ id }) => id));
}
