import { beforeEach, describe, expect, it } from "vitest";
import { AlarmBook } from "../../../main/engine/alarms/index.ts";
import type { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { MemoryStore, rule } from "./alarmFixture.ts";

let store: MemoryStore;
let book: AlarmBook;
const troubles: TwinError[] = [];
const open = (): Promise<AlarmBook> => AlarmBook.open({ store, onTrouble: (error) => troubles.push(error) });
const ada = (atUs: number, reason?: string) => ({ atUs, by: "Ada", ...(reason !== undefined && { reason }) });
/** The alarm that stands for A on P-101, or nothing. */
const only = (): Alarm | undefined => book.open[0];
const id = (): string => only()?.id ?? "";
const story = (): string[] => store.events.map(({ what, atUs, state }) => [what, atUs, state].filter((part) => part !== undefined).join(" "));

beforeEach(async () => {
  store = new MemoryStore();
  troubles.length = 0;
  book = await open();
});

describe("the alarm book", () => {
  it("has one active alarm of a kind per rule and asset", () => {
    book.raise(rule("A"), "rule", 10, "hot", 10);
    book.raise(rule("A"), "rule", 20, "hot", 20);
    book.raise(rule("A"), "cannot-decide", 30, "blind", 30);
    expect(book.open.map(({ kind, sinceUs }) => ({ kind, sinceUs }))).toEqual([{ kind: "cannot-decide", sinceUs: 30 }, { kind: "rule", sinceUs: 10 }]);
  });

  it("ends an alarm when it is both acknowledged and returned, in either order, and never revives it", async () => {
    const states: string[] = [];
    book.onChange((alarms) => states.push(...alarms.map((alarm) => alarm.state)));
    book.raise(rule("A"), "rule", 10, "hot", 10);
    book.acknowledge([id()], ada(11));
    book.clear("A@p1", "rule", 12);
    book.raise(rule("A"), "rule", 10, "hot", 20);
    book.clear("A@p1", "rule", 21);
    book.acknowledge([id()], ada(22, "seen"));
    await book.close();
    expect(states).toEqual(["active-unacknowledged", "active-acknowledged", "ended", "active-unacknowledged", "returned-unacknowledged", "ended"]);
    expect(store.alarms.size).toBe(2);
    expect(story()).toEqual(["raised 10 active-unacknowledged", "acknowledged 11 active-acknowledged", "returned 12 ended", "raised 10 active-unacknowledged", "returned 21 returned-unacknowledged", "acknowledged 22 ended"]);
    expect(store.events.at(-1)).toMatchObject({ by: "Ada", reason: "seen" });
    expect(() => book.acknowledge(["gone"], ada(30))).toThrow("ended already");
  });

  it("writes with the next change what could not be written, and says so", async () => {
    store.isFull = true;
    book.raise(rule("A"), "rule", 10, "hot", 10);
    await expect(book.written()).rejects.toThrow("An alarm could not be written to the history: disk full");
    expect(troubles).toHaveLength(1);
    store.isFull = false;
    book.raise(rule("B"), "rule", 20, "cold", 20);
    await book.written();
    expect([...store.alarms.values()].map((alarm) => alarm.rule).sort()).toEqual(["A", "B"]);
    expect(story()).toEqual(["raised 10 active-unacknowledged", "raised 20 active-unacknowledged"]);
  });

  it("goes on with the open alarms of the store", async () => {
    book.raise(rule("A"), "rule", 10, "hot", 10);
    await book.close();
    book = await open();
    expect(book.activeOf("A@p1", "rule")).toMatchObject({ sinceUs: 10 });
  });

  it("keeps comments with the alarm, however it stands", async () => {
    book.raise(rule("A"), "rule", 10, "hot", 10);
    const alarm = id();
    book.comment([alarm], ada(11, "fan is loud"));
    expect(await book.eventsOf(alarm)).toMatchObject([{ what: "raised" }, { what: "commented", by: "Ada", reason: "fan is loud", state: "active-unacknowledged" }]);
  });
});

describe("a latched alarm", () => {
  beforeEach(() => book.raise(rule("A", { latched: true }), "rule", 10, "hot", 10));

  it("stays after its return, acknowledged or not, until a person resets it", () => {
    book.acknowledge([id()], ada(11));
    book.clear("A@p1", "rule", 12);
    expect(only()).toMatchObject({ state: "latched-acknowledged", clearedUs: 12 });
    book.reset([id()], ada(13, "breaker checked"));
    expect(book.open).toEqual([]);
  });

  it("waits for its acknowledgement where it is reset without one", () => {
    book.clear("A@p1", "rule", 12);
    book.reset([id()], ada(13));
    expect(only()).toMatchObject({ state: "returned-unacknowledged" });
  });

  it("cannot be reset while its condition holds", () => {
    expect(() => book.reset([id()], ada(11))).toThrow("Mend the cause first");
  });

  it("gives its place to a new one when its condition holds again", () => {
    book.clear("A@p1", "rule", 12);
    book.raise(rule("A", { latched: true }), "rule", 20, "hot", 20);
    expect(book.open).toMatchObject([{ sinceUs: 20, state: "active-unacknowledged" }]);
  });
});

describe("an alarm that calls again", () => {
  beforeEach(() => book.raise(rule("A", { realarmAfterUs: 100 }), "rule", 10, "hot", 10));

  it("is unacknowledged again its time after the acknowledgement while it is active", () => {
    book.acknowledge([id()], ada(20));
    book.tick(119);
    expect(only()).toMatchObject({ state: "active-acknowledged" });
    book.tick(120);
    expect(only()).toMatchObject({ state: "active-unacknowledged" });
    expect(only()?.acknowledged).toBeUndefined();
  });

  it("does so over a restart too, and not once it has returned", async () => {
    book.acknowledge([id()], ada(20));
    await book.close();
    book = await open();
    book.tick(120);
    expect(only()).toMatchObject({ state: "active-unacknowledged" });
    book.acknowledge([id()], ada(130));
    book.clear("A@p1", "rule", 140);
    book.tick(1_000);
    expect(book.open).toEqual([]);
  });
});

describe("shelving", () => {
  beforeEach(() => book.raise(rule("A"), "rule", 10, "hot", 10));

  it("hides an alarm for a time and brings it back unacknowledged", () => {
    book.acknowledge([id()], ada(11));
    book.shelve([id()], 100, ada(20, "known"));
    expect(only()).toMatchObject({ withheld: ["shelved"] });
    book.tick(100);
    expect(only()).toMatchObject({ state: "active-unacknowledged" });
    expect(only()?.withheld).toBeUndefined();
    expect(book.withholdings).toEqual([]);
  });

  it("brings it back acknowledged when a person ends it", () => {
    book.shelve([id()], 100, ada(20, "known"));
    book.release(book.withholdings.map((one) => one.id), ada(30));
    expect(only()).toMatchObject({ state: "active-acknowledged", acknowledged: { by: "Ada", atUs: 30 } });
    expect(() => book.release(["gone"], ada(31))).toThrow("ended already");
  });

  it("ends an alarm that returns meanwhile, and makes one that comes meanwhile a silent one", () => {
    book.shelve([id()], 100, ada(20, "known"));
    book.clear("A@p1", "rule", 30);
    expect(book.open).toEqual([]);
    book.raise(rule("A"), "rule", 40, "hot", 40);
    expect(only()).toMatchObject({ withheld: ["shelved"], silent: true });
    book.tick(100);
    expect(only()).toMatchObject({ state: "active-unacknowledged" });
    expect(only()?.silent).toBeUndefined();
  });

  it("is over with the alarm's return where it is one-shot", () => {
    book.shelve([id()], undefined, ada(20, "until it is over"));
    book.tick(1e15);
    expect(only()).toMatchObject({ withheld: ["shelved"] });
    book.clear("A@p1", "rule", 30);
    expect(book.withholdings).toEqual([]);
    book.raise(rule("A"), "rule", 40, "hot", 40);
    expect(only()?.withheld).toBeUndefined();
  });

  it("concerns one rule on one asset and one kind", () => {
    book.shelve([id()], 100, ada(20, "known"));
    book.raise(rule("B"), "rule", 40, "hot", 40);
    book.raise(rule("A", { assetId: "p2" }), "rule", 41, "hot", 41);
    book.raise(rule("A"), "cannot-decide", 42, "blind", 42);
    expect(book.open.filter((alarm) => alarm.withheld)).toHaveLength(1);
  });

  it("that ended while the engine was down ends at its instant, whatever is found out first", async () => {
    book.shelve([id()], 100, ada(20, "known"));
    await book.close();
    book = await open();
    book.clear("A@p1", "rule", 150);
    expect(only()).toMatchObject({ state: "returned-unacknowledged", clearedUs: 150 });
    await book.written();
    expect(story().slice(-2)).toEqual(["shelving-ended 100", "returned 150 returned-unacknowledged"]);
  });

  it("covers what returned before it ended while the engine was down", async () => {
    book.shelve([id()], 100, ada(20, "known"));
    await book.close();
    book = await open();
    book.clear("A@p1", "rule", 90);
    book.tick(200);
    expect(book.open).toEqual([]);
  });
});

describe("out of service and suppression by design", () => {
  it("withhold until the last of them has gone", () => {
    book.raise(rule("A"), "rule", 10, "hot", 10);
    book.withhold({ kind: "out-of-service", assetId: "p1" }, ada(20, "pump is open"));
    book.suppress({ rule: "A", assetId: "p1" }, true, 30);
    expect(only()).toMatchObject({ withheld: ["out-of-service", "suppressed"] });
    expect(() => book.release(book.withholdings.map((one) => one.id), ada(40))).toThrow("suppression by design");
    book.release(["out-of-service p1 * *"], ada(50));
    expect(only()).toMatchObject({ withheld: ["suppressed"] });
    book.suppress({ rule: "A", assetId: "p1" }, false, 60);
    expect(only()).toMatchObject({ state: "active-unacknowledged" });
    expect(only()?.withheld).toBeUndefined();
  });

  it("of an asset concern all its rules, those too that raise later", () => {
    book.withhold({ kind: "out-of-service", assetId: "p1" }, ada(5, "pump is open"));
    book.raise(rule("B"), "rule", 10, "hot", 10);
    book.raise(rule("B", { assetId: "p2" }), "rule", 11, "hot", 11);
    expect(book.open.map(({ assetId, withheld }) => [assetId, withheld])).toEqual([["p2", undefined], ["p1", ["out-of-service"]]]);
  });
});
