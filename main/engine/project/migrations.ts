/**
 * Ordered steps from each older format of `project.json` to the next. Step i turns format i+1 into i+2. Format 1 is the
 * first, so the list is empty; a new format adds one step here and one frozen fixture in the tests.
 */
import { PROJECT_FORMAT } from "../../../shared/model/project.ts";

type Stored = Readonly<Record<string, unknown>> & { readonly format: number };

const steps: readonly ((stored: Stored) => Stored)[] = [];

/** The same project in today's format. */
export function migrate(stored: Stored): Stored {
  let current = stored;
  for (let format = stored.format; format < PROJECT_FORMAT; format++) {
    const step = steps[format - 1];
    if (step) current = step(current);
  }
  return current;
}
