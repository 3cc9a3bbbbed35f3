/**
 * What the shells share: how the window is served and what it is bound to, and opening a project with its engine. The
 * files that Electron's main process uses are imported one by one there, so that it loads no engine.
 */
export { contentPolicy, windowHeaders } from "./contentPolicy.ts";
export { rendererFolder } from "./rendererFolder.ts";
export { servedFile, type ServedFile, type ServedRoots } from "./servedFile.ts";
export { attach, serveLocally, type AttachedEngine } from "./localSocket.ts";
export { openNodeEngine, type NodeEngineOptions } from "./openProjectEngine.ts";
export { COMMAND_ROLE } from "./openWhenFree.ts";
export { createSample, projectFolder } from "./projectFolder.ts";
