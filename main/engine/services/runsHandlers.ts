/** `runsService` over the list of runs and the simulations. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { runsService } from "../../../shared/contract/runs.ts";
import type { Forecasts } from "../forecasts/index.ts";
import type { RunBook, Simulations } from "../simulation/index.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { UseTrials } from "../studies/index.ts";
import type { Verifications } from "../verification/index.ts";
import { exportRun } from "./exportRun.ts";
import { latest } from "./streams.ts";

const LIST_INTERVAL_MS = 200;

export interface RunsHandlerParts {
  readonly history: HistoryInterface;
  readonly project: () => Project;
  readonly book: RunBook;
  readonly simulations: Simulations;
  readonly forecasts: Forecasts;
  readonly verifications: Verifications;
  readonly trials: UseTrials;
}

export function runsHandlers({ history, project, book, simulations, forecasts, verifications, trials }: RunsHandlerParts): Handlers<typeof runsService> {
  return {
    watch: (_input, { signal }) => latest({ subscribe: (listener) => book.onChange(listener), read: () => book.list, signal, minIntervalMs: LIST_INTERVAL_MS }),
    uses: () => ({ uses: simulations.uses }),
    preview: (draft, { client, signal }) => trials.preview(draft, client, signal),
    simulate: (request, context) => simulations.simulate(request, context),
    whatIf: (request, context) => simulations.whatIf(request, context),
    forecast: (request, context) => forecasts.forecast(request, context),
    verify: ({ run }, context) => verifications.verify(run, context),
    describe: ({ run, ...description }) => book.describe(run, description),
    export: ({ run, format }, { signal }) => exportRun(history, project(), book.find(run), format, signal),
    remove: ({ run }) => book.remove(run),
    cleanUp: async ({ beforeUs }) => ({ removed: await book.cleanUp(beforeUs) }),
  };
}
