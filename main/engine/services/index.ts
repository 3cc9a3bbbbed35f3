/** The contract's services over the engine's modules. */
export { alarmsHandlers } from "./alarmsHandlers.ts";
export { calibrationHandlers } from "./calibrationHandlers.ts";
export { EngineFigures } from "./EngineFigures.ts";
export { engineHandlers } from "./engineHandlers.ts";
export { filesHandlers } from "./filesHandlers.ts";
export { fmusHandlers } from "./fmusHandlers.ts";
export { historyHandlers } from "./historyHandlers.ts";
export { Notices } from "./Notices.ts";
export { Operator } from "./Operator.ts";
export { optimisationHandlers } from "./optimisationHandlers.ts";
export { projectHandlers } from "./projectHandlers.ts";
export { readOnlyHandlers } from "./readOnlyHandlers.ts";
export { RecentProjects } from "./RecentProjects.ts";
export { rulesHandlers } from "./rulesHandlers.ts";
export { runsHandlers } from "./runsHandlers.ts";
export { sourcesHandlers } from "./sourcesHandlers.ts";
export { studiesHandlers } from "./studiesHandlers.ts";
