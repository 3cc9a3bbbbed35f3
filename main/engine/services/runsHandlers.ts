/** `runsService` over the list of runs and the simulations. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { runsService } from "../../../shared/contract/runs.ts";
import type { RunBook, Simulations } from "../simulation/index.ts";
import { latest } from "./streams.ts";

const LIST_INTERVAL_MS = 200;

export interface RunsHandlerParts {
  readonly book: RunBook;
  readonly simulations: Simulations;
}

export function runsHandlers({ book, simulations }: RunsHandlerParts): Handlers<typeof runsService> {
  return {
    watch: (_input, { signal }) => latest({ subscribe: (listener) => book.onChange(listener), read: () => book.list, signal, minIntervalMs: LIST_INTERVAL_MS }),
    uses: () => ({ uses: simulations.uses }),
    simulate: (request, context) => simulations.simulate(request, context),
    whatIf: (request, context) => simulations.whatIf(request, context),
    verify: ({ run }, context) => simulations.verify(run, context),
    describe: ({ run, ...description }) => book.describe(run, description),
    remove: ({ run }) => book.remove(run),
    cleanUp: async ({ beforeUs }) => ({ removed: await book.cleanUp(beforeUs) }),
  };
}
