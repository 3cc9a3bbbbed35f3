/** The twin's present: newest values in memory. The one file of this module that others import. */
export { asOfWithLive } from "./asOfWithLive.ts";
export { liveFrames, type WatchedSignal } from "./liveFrames.ts";
export { seedLive } from "./seedLive.ts";
export { LiveState, type LiveValue } from "./LiveState.ts";
