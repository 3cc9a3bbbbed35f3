/** Runs that are asked for together: two are made at a time, the others wait their turn, in the book and among the jobs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { Jobs } from "../../../main/engine/jobs/index.ts";
import { begunRun, RunBook, RunQueue, type KeptRun } from "../../../main/engine/simulation/index.ts";
import { historyFolder, T0, type Fixture } from "../history/historyFixture.ts";

describe("runs that are asked for together", () => {
  let fixture: Fixture;
  let history: History;
  let book: RunBook;
  let jobs: Jobs;
  let queue: RunQueue;
  const finish = new Map<string, () => void>();

  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    book = await RunBook.open({ history, clock: () => T0, readOnly: false });
    jobs = new Jobs({ clock: () => T0 });
    queue = new RunQueue({ book, jobs });
  });
  afterEach(async () => {
    await jobs.close();
    await history.close();
    await fixture.remove();
  });

  /** A run that is made until it is told to be done. */
  function ask(): { readonly id: string; readonly made: Promise<readonly KeptRun[]> } {
    const id = book.nextId();
    const run: KeptRun = { ...begunRun(T0, { fromUs: T0, toUs: T0 + 1 }, ["Model"]), id, name: id, kind: "simulation" };
    const made = queue.make(`Make ${id}`, [run], async ({ signal }) => {
      await new Promise<void>((resolve, reject) => {
        finish.set(id, resolve);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
      return [{ ...run, state: "done" }];
    });
    made.catch(() => undefined);
    return { id, made };
  }
  const states = () => Object.fromEntries(book.list.map(({ id, state }) => [id, state]));
  const texts = () => Object.fromEntries(jobs.list.filter(({ text }) => text !== undefined).map(({ title, text }) => [title, text]));
  const settled = (wanted: Readonly<Record<string, string>>) => expect.poll(states).toEqual(wanted);

  it("are made two at a time, first come, first served, and say how many are before them", async () => {
    const all = [ask(), ask(), ask(), ask()];
    await settled({ "run-1": "running", "run-2": "running", "run-3": "queued", "run-4": "queued" });
    expect(jobs.list.map(({ waits }) => waits === true)).toEqual([false, false, true, true]);
    expect(texts()).toEqual({ "Make run-3": "Waiting: the next to be solved", "Make run-4": "Waiting: 1 before it" });
    finish.get("run-2")?.();
    await settled({ "run-1": "running", "run-2": "done", "run-3": "running", "run-4": "queued" });
    expect(texts()["Make run-4"]).toBe("Waiting: the next to be solved");
    expect(jobs.list.find(({ title }) => title === "Make run-3")?.waits).toBe(false);
    for (const id of ["run-1", "run-3"]) finish.get(id)?.();
    await expect.poll(() => finish.has("run-4")).toBe(true);
    finish.get("run-4")?.();
    await Promise.all(all.map(({ made }) => made));
    expect(new Set(Object.values(states()))).toEqual(new Set(["done"]));
  });

  it("leave at once when they are cancelled as they wait, and the next moves up", async () => {
    const [, , third] = [ask(), ask(), ask(), ask()];
    await settled({ "run-1": "running", "run-2": "running", "run-3": "queued", "run-4": "queued" });
    jobs.cancel(jobs.list.find(({ title }) => title === "Make run-3")?.id ?? "");
    await expect(third?.made).rejects.toMatchObject({ code: "cancelled" });
    await settled({ "run-1": "running", "run-2": "running", "run-3": "cancelled", "run-4": "queued" });
    expect(texts()["Make run-4"]).toBe("Waiting: the next to be solved");
    finish.get("run-1")?.();
    await settled({ "run-1": "done", "run-2": "running", "run-3": "cancelled", "run-4": "running" });
  });

  it("make room where one fails", async () => {
    const failing = queue.run("Fails", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    ask();
    ask();
    await settled({ "run-1": "running", "run-2": "running" });
  });
});
