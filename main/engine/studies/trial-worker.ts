/** Worker thread of previews of our own models. Lives until it is ended. */
import { parentPort } from "node:worker_threads";
import { serveTrials } from "./serveTrials.ts";

if (!parentPort) throw new Error("trial-worker runs as a worker thread only");
serveTrials(parentPort);
