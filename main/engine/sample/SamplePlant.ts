/** The sample's plant as a child process: started when its source first wants it, ended with the engine. */
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { LaunchedProcess, ProcessLauncher } from "../processes/index.ts";

/** Loading its server and making keys takes seconds, and a minute where the machine is busy with much else. */
const START_LIMIT_MS = 180_000;

export class SamplePlant {
  readonly #launcher: ProcessLauncher;
  readonly #pkiFolder: string;
  #process: LaunchedProcess | undefined;
  #url: Promise<string> | undefined;

  constructor(options: { launcher: ProcessLauncher; userFolder: string }) {
    this.#launcher = options.launcher;
    this.#pkiFolder = join(options.userFolder, "sample-plant");
  }

  /** Address of the running plant, which is started if need be. After its process died the next call starts a new one. */
  url(): Promise<string> {
    this.#url ??= this.#start().catch((error: unknown) => {
      this.#url = undefined;
      throw error;
    });
    return this.#url;
  }

  close(): void {
    this.#process?.channel.close();
    this.#process = undefined;
    this.#url = undefined;
  }

  #start(): Promise<string> {
    const started = this.#launcher.launch("plant-server", ["--pki", this.#pkiFolder]);
    this.#process = started;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        started.kill();
        reject(new TwinError("unreachable", "The sample plant did not start within three minutes."));
      }, START_LIMIT_MS);
      started.channel.onMessage((message) => {
        const url = endpointOf(message);
        if (url === undefined) return;
        clearTimeout(timer);
        resolve(url);
      });
      void started.ended.then(({ stderr }) => {
        clearTimeout(timer);
        if (this.#process === started) this.#url = undefined;
        reject(new TwinError("unreachable", `The sample plant could not start: ${stderr.trim() || "it ended without a word"}`));
      });
    });
  }
}

function endpointOf(message: unknown): string | undefined {
  return typeof message === "object" && message !== null && "endpoint" in message && typeof message.endpoint === "string" ? message.endpoint : undefined;
}
