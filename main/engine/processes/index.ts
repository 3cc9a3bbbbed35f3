/** Child processes: starting them, and a child's way back. */
export { ForkLauncher } from "./ForkLauncher.ts";
export { mainPortChannel, type MainPort } from "./mainPort.ts";
export { parentChannel } from "./parentChannel.ts";
export { STDERR_TAIL_CHARACTERS, type LaunchedProcess, type ProcessEnd, type ProcessLauncher } from "./ProcessLauncher.ts";
