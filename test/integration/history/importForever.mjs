/**
 * A program that imports into a history until it is killed: `node importForever.mjs <thread.js> <history file> <staging folder>`.
 * Prints a line with the number of samples published so far after every import.
 */
import { Worker } from "node:worker_threads";

const [threadFile, file, stagingFolder] = process.argv.slice(2);
const T0 = 1_767_225_600_000_000;
const ROWS = 30_000;

const worker = new Worker(threadFile, { workerData: { file, stagingFolder, reserveBytes: 1, segmentRows: 1_000_000 } });
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
    const stage = await call("stageBegin", { label: "again and again" });
    const tUs = Float64Array.from({ length: ROWS }, (_, i) => T0 + (at + i) * 1000);
    const batch = { series: new Int32Array(ROWS).fill(series), tUs, receivedUs: tUs, value: Float64Array.from({ length: ROWS }, (_, i) => at + i), status: new Uint32Array(ROWS), flags: new Uint8Array(ROWS) };
    await call("stageAppend", { stage, batch });
    await call("stageCommit", stage);
    process.stdout.write(`${at + ROWS}\n`);
  }
}
