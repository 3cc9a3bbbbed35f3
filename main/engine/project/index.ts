/** The project on disk and its definitions in memory. */
export { atomicWrite } from "./atomicWrite.ts";
export { createProject } from "./createProject.ts";
export { readLayouts, removeLayout, writeLayout, type NamedLayout } from "./layoutFiles.ts";
export { LOCK_FILE, ProjectLock, lockOwner, type LockOwner } from "./ProjectLock.ts";
export { OutsideEdits } from "./OutsideEdits.ts";
export { PROJECT_FILE } from "./projectFile.ts";
export { ProjectStore, type AppliedChange } from "./ProjectStore.ts";
export { keepVersion, listVersions, readVersion, versionName } from "./versionFiles.ts";
