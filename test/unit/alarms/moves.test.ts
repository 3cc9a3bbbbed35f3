import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moveAlarm } from "../../../main/engine/alarms/moveAlarm.ts";
import { alarmAfter, alarmMoves, isActive, isLatched, shelvingAfter, shelvingMoves, type ShelvingState } from "../../../main/engine/alarms/moves.ts";
import { AlarmBook } from "../../../main/engine/alarms/index.ts";
import { alarmStates, type Alarm } from "../../../shared/contract/rules.ts";
import { MemoryStore, rule } from "./alarmFixture.ts";

const fresh: Alarm = { id: "1", rule: "A", kind: "rule", assetId: "p1", severity: "high", message: "", state: "active-unacknowledged", sinceUs: 0 };

/** What must hold of an alarm however it came to where it is. */
function expectSound(alarm: Alarm): void {
  expect(isActive(alarm.state)).toBe(alarm.clearedUs === undefined);
  if (alarm.clearedUs !== undefined) expect(alarm.clearedUs).toBeGreaterThanOrEqual(alarm.sinceUs);
  if (alarm.state === "active-acknowledged" || alarm.state === "latched-acknowledged") expect(alarm.acknowledged).toBeDefined();
  if (alarm.state.endsWith("-unacknowledged")) expect(alarm.acknowledged).toBeUndefined();
  if (isLatched(alarm.state)) expect(alarm.latched).toBe(true);
  if (alarm.silent) expect(alarm.withheld).toBeDefined();
}

describe("the moves of an alarm", () => {
  it("end somewhere for every state, and an ended alarm has none", () => {
    for (const move of alarmMoves) expect(alarmAfter("ended", move)).toBeUndefined();
    for (const state of alarmStates.filter((one) => one !== "ended")) expect(alarmMoves.some((move) => alarmAfter(state, move) !== undefined)).toBe(true);
  });

  it("never let one end without a person unless it was withheld or a new one took its place", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...alarmMoves)), (moves) => {
      let alarm = fresh;
      moves.forEach((move, atUs) => {
        const next = moveAlarm(alarm, move, { atUs, by: "Ada" })?.alarm;
        if (next?.state === "ended") expect(next.acknowledged !== undefined || move === "return-withheld" || move === "supersede").toBe(true);
        alarm = next ?? alarm;
      });
    }));
  });

  it("never hold a latched alarm's return for its end", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...alarmMoves.filter((move) => move !== "reset" && move !== "supersede" && move !== "return" && move !== "return-withheld"))), (moves) => {
      expect(moves.reduce<Alarm>((alarm, move) => moveAlarm(alarm, move, { atUs: 1, by: "Ada" })?.alarm ?? alarm, { ...fresh, latched: true }).state).not.toBe("ended");
    }));
  });
});

describe("the moves of shelving", () => {
  it("end by a person always, by time only where timed, by the alarm's return only where one-shot", () => {
    const leads = (state: ShelvingState) => shelvingMoves.filter((move) => shelvingAfter(state, move) === "unshelved");
    expect({ unshelved: leads("unshelved"), timed: leads("timed"), oneShot: leads("one-shot") }).toEqual({ unshelved: [], timed: ["unshelve", "expire"], oneShot: ["unshelve", "return"] });
  });
});

const step = fc.record({
  deed: fc.constantFrom("raise", "clear", "acknowledge", "reset", "shelve", "one-shot", "release", "suppress", "unsuppress", "out", "comment", "restart"),
  name: fc.constantFrom("A", "L", "R"),
  gapUs: fc.integer({ min: 0, max: 60 }),
});

describe("the alarm book under any sequence of moves", () => {
  const programs = { A: rule("A"), L: rule("L", { latched: true }), R: rule("R", { realarmAfterUs: 50 }) };

  it("keeps every alarm sound, one active per rule and asset, each told in the store as it stands, and nothing revives", async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const store = new MemoryStore();
      let book = await AlarmBook.open({ store, onTrouble: (error) => { throw error; } });
      const ended = new Set<string>();
      let nowUs = 0;
      const attempt = (work: () => void): void => {
        try {
          work();
        } catch (error) {
          expect(String(error)).toMatch(/ended already|Mend the cause|suppression by design/);
        }
      };
      for (const { deed, name, gapUs } of steps) {
        nowUs += gapUs;
        book.tick(nowUs);
        const program = programs[name as keyof typeof programs];
        const ids = book.open.filter((alarm) => alarm.rule === name).map((alarm) => alarm.id);
        const ada = { atUs: nowUs, by: "Ada", reason: "test" };
        attempt(() => {
          if (deed === "raise") book.raise(program, "rule", nowUs, "", nowUs);
          else if (deed === "clear") book.clear(program.id, "rule", nowUs);
          else if (deed === "acknowledge") book.acknowledge(ids, ada);
          else if (deed === "reset") book.reset(ids, ada);
          else if (deed === "shelve") book.shelve(ids, nowUs + 70, ada);
          else if (deed === "one-shot") book.shelve(ids, undefined, ada);
          else if (deed === "release") book.release(book.withholdings.filter((one) => one.rule === name && one.kind !== "suppressed").map((one) => one.id), ada);
          else if (deed === "suppress" || deed === "unsuppress") book.suppress(program, deed === "suppress", nowUs);
          else if (deed === "out") book.withhold({ kind: "out-of-service", assetId: "p1", rule: name }, ada);
          else if (deed === "comment") book.comment(ids, ada);
        });
        await book.written();
        if (deed === "restart") book = await AlarmBook.open({ store, onTrouble: (error) => { throw error; } });
        const open = book.open;
        for (const alarm of store.alarms.values()) {
          expectSound(alarm);
          if (alarm.state === "ended") ended.add(alarm.id);
          else expect(ended.has(alarm.id)).toBe(false);
        }
        expect(new Set(open.map((alarm) => alarm.id))).toEqual(new Set((await store.openAlarms()).map((alarm) => alarm.id)));
        for (const alarm of open) {
          expect(store.alarms.get(alarm.id)).toEqual(alarm);
          expect(alarm.withheld !== undefined).toBe(book.withholdings.some((one) => one.rule === alarm.rule));
        }
        for (const rules of Object.keys(programs)) expect(open.filter((alarm) => alarm.rule === rules && (isActive(alarm.state) || isLatched(alarm.state))).length).toBeLessThanOrEqual(1);
      }
    }), { numRuns: 300 });
  });
});
