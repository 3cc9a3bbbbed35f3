/** `fmusService` over the project's FMUs. A path that a caller names goes through `resolve` first. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { fmusService } from "../../../shared/contract/fmus.ts";
import type { Fmus } from "../fmu/index.ts";

export interface FmusHandlerParts {
  readonly fmus: Fmus;
  /** The file that a caller may have by this path; throws `refused`. */
  readonly resolve: (path: string) => Promise<string>;
}

export function fmusHandlers({ fmus, resolve }: FmusHandlerParts): Handlers<typeof fmusService> {
  return {
    list: async () => ({ files: await fmus.list() }),
    inspect: ({ file }) => fmus.inspect(file),
    add: async ({ path }) => fmus.add(await resolve(path)),
    allow: ({ file, hash }) => fmus.allow(file, hash),
    forbid: ({ file }) => fmus.forbid(file),
    text: ({ file }) => fmus.text(file),
  };
}
