/**
 * Entry of the history thread: the only owner of the database file. Turns messages into calls of the store and back;
 * every call can be cancelled, every stream waits for its consumer.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { Progress } from "../../../shared/contract/define.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { HistoryStore } from "./HistoryStore.ts";
import type { FromThread, ThreadCalls, ThreadOptions, ThreadStreams, ToThread } from "./protocol.ts";

const port = parentPort;
if (!port) throw new Error("The history thread is started by the engine, not by itself.");

/** Calls that only read: they are broken off when the history closes. Everything else is waited for. */
const QUESTIONS: ReadonlySet<keyof ThreadCalls> = new Set(["windows", "asOf", "density"]);
/** Running calls and open streams by their id. */
const running = new Map<number, AbortController>();
/** The questions among them, until they let go of the database. */
const questions = new Map<number, Promise<void>>();
const streams = new Map<number, AsyncIterator<unknown>>();

function say(message: FromThread): void {
  port?.postMessage(message);
}

function failed(id: number, error: unknown): void {
  say({ kind: "error", id, error: TwinError.from(error).toData() });
}

async function call(store: HistoryStore, id: number, name: keyof ThreadCalls, input: unknown): Promise<void> {
  if (name === "close") await endQuestions();
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const run = store.calls[name] as (input: unknown, signal: AbortSignal, progress: (progress: Progress) => void) => unknown; // input and name were paired by the typed client
    say({ kind: "answer", id, answer: await run(input, controller.signal, (progress) => say({ kind: "progress", id, progress })) });
  } catch (error) {
    failed(id, error);
  } finally {
    running.delete(id);
  }
  if (name === "close") port?.close();
}

function take(store: HistoryStore, id: number, name: keyof ThreadCalls, input: unknown): void {
  const work = call(store, id, name, input);
  if (QUESTIONS.has(name)) questions.set(id, work.finally(() => questions.delete(id)));
}

/** Breaks off every question and stream, and waits until they let go of the database. */
async function endQuestions(): Promise<void> {
  for (const id of questions.keys()) running.get(id)?.abort();
  await Promise.all([...[...streams.keys()].map(cancel), ...questions.values()]);
}

async function pull(id: number): Promise<void> {
  const stream = streams.get(id);
  if (!stream) return;
  try {
    const next = await stream.next();
    if (next.done) forget(id);
    say({ kind: "chunk", id, chunk: next.done ? undefined : next.value });
  } catch (error) {
    forget(id);
    failed(id, error);
  }
}

function forget(id: number): void {
  streams.delete(id);
  running.delete(id);
}

async function cancel(id: number): Promise<void> {
  running.get(id)?.abort();
  const stream = streams.get(id);
  if (!stream) return;
  forget(id);
  await stream.return?.().catch(() => undefined); // it ends with the interruption that was just asked for
}

function open(store: HistoryStore, id: number, name: keyof ThreadStreams, input: unknown): void {
  const controller = new AbortController();
  running.set(id, controller);
  const make = store.streams[name] as (input: unknown, signal: AbortSignal) => AsyncIterator<unknown>; // paired by the typed client
  streams.set(id, make(input, controller.signal));
}

try {
  const store = await HistoryStore.open(workerData as ThreadOptions, {
    onState: (state) => say({ kind: "state", state }),
    onTrouble: (error) => say({ kind: "trouble", error }),
  });
  port.on("message", (message: ToThread) => {
    if (message.kind === "call") take(store, message.id, message.name, message.input);
    else if (message.kind === "open") open(store, message.id, message.name, message.input);
    else if (message.kind === "pull") void pull(message.id);
    else void cancel(message.id);
  });
  say({ kind: "opened", series: store.registry.all, state: store.state });
} catch (error) {
  say({ kind: "refused", error: TwinError.from(error).toData() });
  port.close();
}
