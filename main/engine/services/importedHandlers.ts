/** `importedService` over the project's imported models. A path that a caller names goes through `resolve` first. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { importedService } from "../../../shared/contract/imported.ts";
import type { ImportedFiles } from "../imported/index.ts";

export interface ImportedHandlerParts {
  readonly imported: ImportedFiles;
  /** The file that a caller may have by this path; throws `refused`. */
  readonly resolve: (path: string) => Promise<string>;
}

export function importedHandlers({ imported, resolve }: ImportedHandlerParts): Handlers<typeof importedService> {
  return {
    list: async () => ({ files: await imported.list() }),
    inspect: ({ file }) => imported.inspect(file),
    add: async ({ path, sidecar }) => imported.add(await resolve(path), sidecar === undefined ? undefined : await resolve(sidecar)),
    allow: ({ file, hash }) => imported.allow(file, hash),
    forbid: ({ file }) => imported.forbid(file),
    sidecar: ({ file }) => imported.sidecar(file),
    writeSidecar: ({ file, text, hash }) => imported.writeSidecar(file, text, hash),
    text: ({ file }) => imported.text(file),
  };
}
