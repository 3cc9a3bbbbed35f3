/** Imported models of the project, FMUs and ONNX models: looked at without running them, and run in processes of their own. */
export { ImportedFiles, type ImportedFilesOptions } from "./ImportedFiles.ts";
export type { HostLimits } from "./hostTypes.ts";
