/** Child processes: starting them, and a child's way back. */
export { askWorker, type WorkerQuestion } from "./askWorker.ts";
export { ForkLauncher } from "./ForkLauncher.ts";
export { HostLine, hostLine, type ParentPort } from "./HostLine.ts";
export { CHILD_PORT, type HostOrder, type HostRequest } from "./hostMessages.ts";
export { mainPortChannel, type MainPort } from "./mainPort.ts";
export { parentChannel } from "./parentChannel.ts";
export { openThread, type OpenWorker, type WorkerEvents, type WorkerLine } from "./workerLine.ts";
export { STDERR_TAIL_CHARACTERS, type LaunchedProcess, type ProcessEnd, type ProcessLauncher } from "./ProcessLauncher.ts";
export { RequestLauncher } from "./RequestLauncher.ts";
