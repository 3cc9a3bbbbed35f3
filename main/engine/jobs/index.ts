/** Long tasks with progress and cancel. */
export { Jobs, type JobContext } from "./Jobs.ts";
