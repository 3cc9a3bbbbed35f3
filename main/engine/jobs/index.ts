/** Long tasks with progress and cancel. */
export { Jobs, type JobCaller, type JobContext } from "./Jobs.ts";
