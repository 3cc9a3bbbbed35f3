import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlarmBook, isShown } from "../../../main/engine/alarms/index.ts";
import { alarmFrames } from "../../../main/engine/services/alarmFrames.ts";
import { standingAfter, type StandingAlarms } from "../../../shared/alarms/standingAlarms.ts";
import { MOST_ALARMS_A_FRAME, type AlarmsFrame } from "../../../shared/contract/rules.ts";
import { MemoryStore, rule } from "./alarmFixture.ts";

const ada = (atUs: number) => ({ atUs, by: "Ada", reason: "test" });
const name = (index: number): string => `R${index}`;

/** A reader of the stream that asks when it is told to. */
class Reader {
  readonly #life = new AbortController();
  readonly #stream: AsyncGenerator<AlarmsFrame>;
  list: StandingAlarms | undefined;

  constructor(book: AlarmBook) {
    this.#stream = alarmFrames({ subscribe: (listener) => book.onChange(listener), read: () => book.open.filter(isShown), signal: this.#life.signal, minIntervalMs: 0 });
  }

  async next(): Promise<AlarmsFrame> {
    const { value, done } = await this.#stream.next();
    if (done === true) throw new Error("The stream has ended.");
    this.list = standingAfter(this.list, value);
    return value;
  }

  async end(): Promise<void> {
    this.#life.abort();
    await this.#stream.return(undefined);
  }
}

const openBook = (): Promise<AlarmBook> => AlarmBook.open({ store: new MemoryStore(), onTrouble: (error) => { throw error; } });

describe("the stream of standing alarms", () => {
  it("sends after the snapshot what changed only", async () => {
    const book = await openBook();
    for (let index = 0; index < 5; index++) book.raise(rule(name(index)), "rule", index, "", index);
    const reader = new Reader(book);
    expect(await reader.next()).toMatchObject({ kind: "snapshot", revision: 1, waiting: 0 });
    book.acknowledge([book.open[0]?.id ?? ""], ada(10));
    book.raise(rule("New"), "rule", 11, "", 11);
    expect(await reader.next()).toMatchObject({ kind: "changes", revision: 2, gone: [], changed: [{ rule: "R4", state: "active-acknowledged" }, { rule: "New" }] });
    book.clear("R4@p1", "rule", 12);
    book.shelve([book.open[0]?.id ?? ""], 100, ada(13));
    const { changed, gone } = await reader.next();
    expect([changed, gone.length]).toEqual([[], 2]);
    expect(reader.list?.alarms).toEqual(book.open.filter(isShown));
    await reader.end();
  });

  it("never sends more than a thousand at once, and says how many are to come", async () => {
    const book = await openBook();
    const count = 2 * MOST_ALARMS_A_FRAME + 1;
    for (let index = 0; index < count; index++) book.raise(rule(name(index)), "rule", index, "", index);
    const reader = new Reader(book);
    const first = await reader.next();
    expect([first.changed.length, first.waiting, first.changed[0]?.rule]).toEqual([MOST_ALARMS_A_FRAME, MOST_ALARMS_A_FRAME + 1, name(count - 1)]);
    expect((await reader.next()).waiting).toBe(1);
    expect((await reader.next()).waiting).toBe(0);
    expect(reader.list?.alarms).toEqual(book.open);
    await reader.end();
  });

  it("keeps nothing for a slow reader of alarms that came and ended meanwhile", async () => {
    const book = await openBook();
    const reader = new Reader(book);
    await reader.next();
    for (let index = 0; index < 3_000; index++) {
      book.raise(rule("Chatter"), "rule", 2 * index, "", 2 * index);
      book.acknowledge([book.open[0]?.id ?? ""], ada(2 * index));
      book.clear("Chatter@p1", "rule", 2 * index + 1);
    }
    book.raise(rule("Last"), "rule", 9_000, "", 9_000);
    expect(await reader.next()).toMatchObject({ changed: [{ rule: "Last" }], gone: [], waiting: 0 });
    await reader.end();
  });

  it("comes to the list of the engine whatever happens to the alarms and whenever the reader asks", async () => {
    const step = fc.record({ deed: fc.constantFrom("raise", "clear", "acknowledge", "shelve", "release", "read"), index: fc.nat(5) });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const book = await openBook();
      const reader = new Reader(book);
      await reader.next();
      for (const [atUs, { deed, index }] of steps.entries()) {
        const ids = book.open.filter((alarm) => alarm.rule === name(index)).map(({ id }) => id);
        const shelved = book.withholdings.filter((one) => one.rule === name(index)).map(({ id }) => id);
        if (deed === "raise") book.raise(rule(name(index)), "rule", atUs, "", atUs);
        else if (deed === "clear") book.clear(`${name(index)}@p1`, "rule", atUs);
        else if (deed === "acknowledge" && ids.length > 0) book.acknowledge(ids, ada(atUs));
        else if (deed === "shelve" && ids.length > 0) book.shelve(ids, 1_000, ada(atUs));
        else if (deed === "release" && shelved.length > 0) book.release(shelved, ada(atUs));
        else if (deed === "read") {
          // One more, so that there is something to read.
          book.raise(rule(`Read${atUs}`), "rule", atUs, "", atUs);
          await reader.next();
          expect(reader.list?.alarms).toEqual(book.open.filter(isShown));
        }
      }
      await reader.end();
    }), { numRuns: 200 });
  });
});
