/** FMUs: looked at without running them, allowed, unpacked, stepped. */
export { FmuFiles, type HostedFmu } from "./FmuFiles.ts";
export { FmuModel } from "./host/FmuModel.ts";
