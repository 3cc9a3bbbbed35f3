/** `studiesService` over the studies. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { studiesService } from "../../../shared/contract/studies.ts";
import type { Studies } from "../studies/index.ts";

export function studiesHandlers(studies: Studies): Handlers<typeof studiesService> {
  return {
    study: (request, context) => studies.study(request, context),
    result: ({ run }) => studies.result(run),
  };
}
