/** Worker thread of live runs of our own models. Lives until it is ended. */
import { parentPort } from "node:worker_threads";
import { serveLive } from "./serveLive.ts";

if (!parentPort) throw new Error("live-worker runs as a worker thread only");
serveLive(parentPort);
