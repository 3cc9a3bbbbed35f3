/**
 * A program that appends to a history until it is killed: `node appendForever.mjs <thread.js> <history file> <staging folder>`.
 * Prints a line with the number of samples acknowledged so far after every acknowledgement.
 */
import { Worker } from "node:worker_threads";

const [threadFile, file, stagingFolder] = process.argv.slice(2);
const T0 = 1_767_225_600_000_000;
const ROWS = 5_000;

// Small segments, so that the kill also falls into closing and sealing.
const worker = new Worker(threadFile, { workerData: { file, stagingFolder, reserveBytes: 1, segmentRows: 40_000 } });
let id = 0;
const pending = new Map();
const call = (name, input) =>
  new Promise((done, failed) => {
    pending.set(++id, { done, failed });
    worker.postMessage({ kind: "call", id, name, input });
  });
worker.on("message", (message) => {
  if (message.kind === "opened") void run();
  else if (message.kind === "answer") pending.get(message.id).done(message.answer);
  else if (message.kind === "error") pending.get(message.id).failed(new Error(message.error.message));
});

async function run() {
  const [{ id: series }] = await call("ensureSeries", [{ signal: "a", run: "measured" }]);
  for (let at = 0; ; at += ROWS) {
    const tUs = Float64Array.from({ length: ROWS }, (_, i) => T0 + (at + i) * 1000);
    await call("append", { series: new Int32Array(ROWS).fill(series), tUs, receivedUs: tUs, value: Float64Array.from({ length: ROWS }, (_, i) => at + i), status: new Uint32Array(ROWS), flags: new Uint8Array(ROWS) });
    process.stdout.write(`${at + ROWS}\n`);
  }
}
