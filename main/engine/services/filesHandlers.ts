/** `filesService` over the file modules. Every path that a caller names goes through `resolve` first. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { filesService } from "../../../shared/contract/files.ts";
import { addSceneModel, type FileBrowser, type FileImports, type Uploads } from "../files/index.ts";
import type { ProjectStore } from "../project/index.ts";

export interface FileHandlerParts {
  readonly browser: FileBrowser;
  readonly uploads: Uploads;
  readonly imports: FileImports;
  readonly store: ProjectStore;
  /** The file that a caller may have by this path; throws `refused`. */
  readonly resolve: (path: string) => Promise<string>;
}

export function filesHandlers({ browser, uploads, imports, store, resolve }: FileHandlerParts): Handlers<typeof filesService> {
  return {
    roots: async () => ({ roots: await browser.roots() }),
    list: ({ path }) => browser.list(path),
    beginUpload: ({ name, sizeBytes }) => uploads.begin(name, sizeBytes),
    upload: ({ upload, offset, bytes }) => uploads.write(upload, offset, bytes),
    guess: async ({ path }) => imports.guess(await resolve(path)),
    preview: async ({ path, options }) => imports.preview(await resolve(path), options),
    import: async ({ path, options, target }, context) => imports.import(await resolve(path), options, target, context),
    addSceneModel: async ({ path }) => addSceneModel(store.folder, await resolve(path)),
  };
}
