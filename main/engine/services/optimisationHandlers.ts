/** `optimisationService` over the optimisations. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { OptimisationEvent, optimisationService } from "../../../shared/contract/optimisation.ts";
import type { Optimisations } from "../optimisation/index.ts";
import { during } from "./streams.ts";

export function optimisationHandlers(optimisations: Optimisations): Handlers<typeof optimisationService> {
  return {
    optimise: (request, { signal }) => during<OptimisationEvent>(async (tell, ended) => ({ kind: "done", run: await optimisations.optimise(request, tell, { signal: ended }) }), signal),
  };
}
