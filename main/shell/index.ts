/** What the browser shell and Electron share: how the window is served and what it is bound to. */
export { contentPolicy, windowHeaders } from "./contentPolicy.ts";
export { rendererFolder } from "./rendererFolder.ts";
export { servedFile, type ServedFile, type ServedRoots } from "./servedFile.ts";
export { attach, serveLocally, type AttachedEngine } from "./localSocket.ts";
export { createSample, openNodeEngine, projectFolder, type NodeEngineOptions } from "./openProjectEngine.ts";
