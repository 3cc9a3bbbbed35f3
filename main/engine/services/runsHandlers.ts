/** `runsService` over the simulations. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { runsService } from "../../../shared/contract/runs.ts";
import type { Simulations } from "../simulation/index.ts";
import { latest } from "./streams.ts";

const LIST_INTERVAL_MS = 200;

export function runsHandlers(simulations: Simulations): Handlers<typeof runsService> {
  return {
    watch: (_input, { signal }) => latest({ subscribe: (listener) => simulations.onChange(listener), read: () => simulations.runs, signal, minIntervalMs: LIST_INTERVAL_MS }),
    uses: () => ({ uses: simulations.uses }),
    simulate: (request, context) => simulations.simulate(request, context),
    rename: ({ run, name }) => simulations.rename(run, name),
    remove: ({ run }) => simulations.remove(run),
  };
}
