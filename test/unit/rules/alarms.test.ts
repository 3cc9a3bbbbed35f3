import { describe, expect, it } from "vitest";
import type { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { RuleProgram, Severity } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { AlarmBook } from "../../../main/engine/rules/AlarmBook.ts";
import { alarmMessage, cannotDecideMessage } from "../../../main/engine/rules/alarmMessage.ts";
import { assetStates } from "../../../main/engine/rules/assetStates.ts";

function rule(name: string, more: Partial<RuleProgram> = {}): RuleProgram {
  return {
    id: `${name}@p1`, rule: name, assetId: "p1", slots: [], when: { op: "truth", value: true }, severity: "high", message: [], unknownAfterUs: 60e6,
    position: { file: "rules/a.twin", start: 0, end: 0 }, ...more,
  };
}

/** A store that fails on demand. */
class Store {
  readonly alarms = new Map<string, Alarm>();
  isFull = false;

  upsertAlarms(alarms: readonly Alarm[]): Promise<void> {
    if (this.isFull) return Promise.reject(new Error("disk full"));
    for (const alarm of alarms) this.alarms.set(alarm.id, alarm);
    return Promise.resolve();
  }

  openAlarms(): Promise<Alarm[]> {
    return Promise.resolve([...this.alarms.values()].filter((alarm) => alarm.state !== "ended"));
  }

  alarmsIn(): Promise<Alarm[]> {
    return Promise.resolve([...this.alarms.values()]);
  }
}

describe("the alarm book", () => {
  const open = (store: Store, troubles: TwinError[] = []) => AlarmBook.open({ store, onTrouble: (error) => troubles.push(error) });

  it("has one active alarm of a kind per rule and asset", async () => {
    const book = await open(new Store());
    book.raise(rule("A"), "rule", 10, "hot", 10);
    book.raise(rule("A"), "rule", 20, "hot", 20);
    book.raise(rule("A"), "cannot-decide", 30, "blind", 30);
    expect(book.open.map(({ kind, sinceUs }) => ({ kind, sinceUs }))).toEqual([{ kind: "cannot-decide", sinceUs: 30 }, { kind: "rule", sinceUs: 10 }]);
  });

  it("ends an alarm when it is both acknowledged and returned, in either order, and never revives it", async () => {
    const store = new Store();
    const book = await open(store);
    const states: string[] = [];
    book.onChange((alarms) => states.push(...alarms.map((alarm) => alarm.state)));
    book.raise(rule("A"), "rule", 10, "hot", 10);
    book.acknowledge([book.open[0]?.id ?? ""], "Ada", 11);
    book.clear("A@p1", "rule", 12);
    book.raise(rule("A"), "rule", 10, "hot", 20);
    book.clear("A@p1", "rule", 21);
    book.acknowledge([book.open[0]?.id ?? ""], "Ada", 22);
    await book.close();
    expect(states).toEqual(["active-unacknowledged", "active-acknowledged", "ended", "active-unacknowledged", "returned-unacknowledged", "ended"]);
    expect(store.alarms.size).toBe(2);
    expect(() => book.acknowledge(["gone"], "Ada", 30)).toThrow("ended already");
  });

  it("writes with the next change what could not be written, and says so", async () => {
    const store = new Store();
    const troubles: TwinError[] = [];
    const book = await open(store, troubles);
    store.isFull = true;
    book.raise(rule("A"), "rule", 10, "hot", 10);
    await book.within({ fromUs: 0, toUs: 100 }, 10);
    expect(troubles.map((trouble) => trouble.message)).toEqual(["An alarm could not be written to the history: disk full"]);
    store.isFull = false;
    book.raise(rule("B"), "rule", 20, "cold", 20);
    await book.close();
    expect([...store.alarms.values()].map((alarm) => alarm.rule).sort()).toEqual(["A", "B"]);
  });

  it("goes on with the open alarms of the store", async () => {
    const store = new Store();
    const before = await open(store);
    before.raise(rule("A"), "rule", 10, "hot", 10);
    await before.close();
    const book = await open(store);
    expect(book.activeOf("A@p1", "rule")).toMatchObject({ sinceUs: 10 });
  });
});

describe("what an alarm says", () => {
  it("shows values with their units as people write them, members by name, and what is unknown as that", () => {
    const value = { op: "number", value: 0 } as const;
    const message = [{ text: "at " }, { value, unit: "Cel" }, { text: ", " }, { value, members: ["off", "auto"] }, { text: ", " }, { value, unit: "m3/h" }, { text: ", " }, { value }];
    expect(alarmMessage(rule("A", { message }), [NaN, 82.361, NaN, 1, NaN, NaN, NaN, 0.00001234])).toBe("at 82.36 °C, auto, unknown, 1.234e-5");
    expect(alarmMessage(rule("A"), [])).toBe("A");
  });

  it("names at most two signals that are unknown", () => {
    expect(cannotDecideMessage(rule("A"), ["x of P"])).toBe("A cannot decide: x of P is unknown.");
    expect(cannotDecideMessage(rule("A"), ["x", "y"])).toBe("A cannot decide: x and y are unknown.");
    expect(cannotDecideMessage(rule("A"), ["x", "y", "z"])).toBe("A cannot decide: x, y and 1 more are unknown.");
  });
});

describe("operational states", () => {
  const states = [{ name: "health", members: ["good", "degraded", "failed"] }];
  const project: Project = {
    settings: {}, sources: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {},
    types: { t: { id: "t", name: "Pump", signals: [], parameters: [], states, look: { shape: "pump", size: [1, 1, 1] } } },
    assets: { p1: { id: "p1", name: "P-101", type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 } } },
  };
  const alarm = (name: string, severity: Severity, sinceUs: number): Alarm => ({ id: name, rule: name, kind: "rule", assetId: "p1", severity, message: "", state: "active-unacknowledged", sinceUs });
  const rules = new Map(["A", "B", "C"].map((name) => [`${name}@p1`, rule(name, { state: { name: "health", member: name === "A" ? "failed" : "degraded" } })]));
  const holder = (...alarms: Alarm[]): unknown => assetStates(project, rules, alarms)[0]?.source;

  it("are the type's default without an alarm", () => {
    expect(assetStates(project, rules, [])).toEqual([{ assetId: "p1", name: "health", member: "good", members: ["good", "degraded", "failed"], source: { kind: "default" } }]);
  });

  it("go to the highest severity, then the latest begun, then the rule's name", () => {
    expect(holder(alarm("A", "low", 30), alarm("B", "high", 10))).toMatchObject({ rule: "B" });
    expect(holder(alarm("A", "high", 30), alarm("B", "high", 10))).toMatchObject({ rule: "A", sinceUs: 30 });
    expect(holder(alarm("C", "high", 10), alarm("B", "high", 10))).toMatchObject({ rule: "B" });
  });
});
