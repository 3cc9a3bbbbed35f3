/**
 * Outputs on their way from where a system is solved to who stores them: solving waits in place while too many are under way, so that a run over
 * years fills no memory. The owner says `taken` for each (`runInWorker`).
 */
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import type { OutputChunk, WorkerMessage } from "./simulationTypes.ts";

/** Some 20 MB; storing need not wait for solving either. */
const MOST_UNDER_WAY = 64;
const LOOK_EVERY_MS = 1;

/** What the owner answers. */
export interface OutputTaken {
  readonly kind: "taken";
}

export class OutputFlow {
  readonly #port: MessagePort;
  readonly #sleep = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #underWay = 0;

  /** Nothing else may be said to the port meanwhile. */
  constructor(port: MessagePort) {
    this.#port = port;
  }

  post(chunk: OutputChunk): void {
    this.#port.postMessage({ kind: "output", chunk } satisfies WorkerMessage);
    this.#underWay += 1;
    while (this.#underWay >= MOST_UNDER_WAY) {
      if (receiveMessageOnPort(this.#port)) this.#underWay -= 1;
      else Atomics.wait(this.#sleep, 0, 0, LOOK_EVERY_MS);
    }
  }
}
