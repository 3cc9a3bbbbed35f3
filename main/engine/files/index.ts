/** Files from outside: finding, understanding and importing them. */
export { FileBrowser } from "./FileBrowser.ts";
export { FileImports, type FileImportsOptions } from "./FileImports.ts";
export { addSceneModel } from "./sceneModels.ts";
export { Uploads } from "./Uploads.ts";
