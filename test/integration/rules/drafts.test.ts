import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { intervalsOf } from "../../../main/engine/rules/Backtests.ts";
import type { NumberExpr, RuleProgram, TruthExpr } from "../../../shared/language/ir.ts";
import { batchOf, historyFolder, S, T0, type Fixture } from "../history/historyFixture.ts";

const SIGNALS = 2;
/** Long enough for several blocks of each signal. */
const SAMPLES = 1_500;
const SPAN = { fromUs: T0, toUs: T0 + SAMPLES * S };

/** One signal in its own unit, converted, or turned round. */
const operand: fc.Arbitrary<NumberExpr> = fc.tuple(fc.integer({ min: 0, max: SIGNALS - 1 }), fc.constantFrom("plain", "affine", "negate")).map(([slot, form]) => {
  const x = { op: "signal", slot } as const;
  return form === "plain" ? x : form === "affine" ? { op: "affine", x, factor: 1.8, offset: 32 } : { op: "negate", x };
});
const limit: fc.Arbitrary<NumberExpr> = fc.integer({ min: -30, max: 60 }).map((value) => ({ op: "number", value: value / 2 }));
const threshold: fc.Arbitrary<TruthExpr> = fc.oneof(
  fc.tuple(fc.constantFrom(">", ">=", "<", "<=", "=="), operand, limit, fc.boolean()).map(([kind, x, c, turned]): TruthExpr => ({ op: "compare", kind, a: turned ? c : x, b: turned ? x : c })),
  fc.tuple(fc.constantFrom(">", "<"), operand, limit).map(([kind, x, a]): TruthExpr => ({ op: "hysteresis", kind, x, a, h: { op: "number", value: 1 } })),
);
const held = fc.tuple(threshold, fc.integer({ min: 0, max: 200 })).map(([p, seconds]): TruthExpr => (seconds === 0 ? p : { op: "for", p, durationUs: seconds * S }));
const condition = fc.oneof(held, fc.tuple(held, held, fc.constantFrom("and", "or")).map(([a, b, op]): TruthExpr => ({ op, a, b })), held.map((x): TruthExpr => ({ op: "not", x })));

function programs(when: TruthExpr): RuleProgram[] {
  return ["a", "b"].map((asset) => ({
    id: `R@${asset}`, rule: "R", assetId: asset, severity: "low", message: [], unknownAfterUs: 5 * S, position: { file: "r.twin", start: 0, end: 0 }, when,
    slots: Array.from({ length: SIGNALS }, (_, slot) => ({ signal: `${asset}${slot}`, dataType: "number", strict: asset === "b" && slot === 1 })),
  }));
}

function above(slot: number, value: number): TruthExpr {
  return { op: "compare", kind: ">", a: { op: "signal", slot }, b: { op: "number", value } };
}

const NAMES = ["a0", "a1", "b0", "b1"];

describe("drafts of rules over a real history", () => {
  let folder: Fixture;
  let history: History;
  let ids: Int32Array;

  beforeEach(async () => {
    folder = await historyFolder();
    history = await folder.open();
    ids = await history.ensureSeries(NAMES.map((signal) => ({ signal })));
  });

  afterEach(async () => {
    await history.close();
    await folder.remove();
  });

  /** Slow swings with noise, and now and then a sample that is bad, uncertain, no number or out of the ordinary. */
  async function record(series: number, seed: number, fromUs = T0): Promise<void> {
    const rows = Array.from({ length: SAMPLES }, (_, row) => {
      const odd = (row * 7_919 + seed * 104_729) % 400;
      const value = Math.round(10 * (10 * Math.sin(row / 150 + seed) + ((row * 31 + seed) % 17) / 17)) / 10;
      return { series, tUs: fromUs + row * S + ((row * seed) % 1_000), value: odd === 1 ? NaN : odd === 2 ? 25 : value, status: odd === 3 ? 0x80000000 : odd === 4 ? 0x40000000 : 0 };
    });
    await history.append(batchOf(rows));
  }

  async function expectSame(when: TruthExpr): Promise<void> {
    const [plain, draft] = [await intervalsOf(history, programs(when), SPAN), await intervalsOf(history, programs(when), SPAN, { isDraft: true })];
    expect(draft).toEqual(plain);
  }

  it("answers drafts as it answers everything else, whatever the thresholds and durations", async () => {
    for (const [index, id] of ids.entries()) await record(id, index + 1);
    await history.addGap({ source: "s", fromUs: T0 + 300 * S, toUs: T0 + 310 * S, reason: "connection lost", series: Int32Array.of(ids[0] ?? -1, ids[3] ?? -1) });
    await history.maintain();
    await fc.assert(fc.asyncProperty(condition, expectSame), { numRuns: 40 });
  }, 60_000);

  it("answers other durations of the same thresholds, also after what it kept of those has been forgotten", async () => {
    for (const [index, id] of ids.entries()) await record(id, index + 1);
    await history.addGap({ source: "s", fromUs: T0 + 300 * S, toUs: T0 + 310 * S, reason: "connection lost", series: Int32Array.of(ids[0] ?? -1) });
    await history.maintain();
    const lasting = (seconds: number): TruthExpr => ({ op: "and", a: { op: "for", p: above(0, 5), durationUs: seconds * S }, b: { op: "not", x: { op: "for", p: above(1, 8), durationUs: 2 * seconds * S } } });
    for (const seconds of [3, 20, 90]) await expectSame(lasting(seconds));
    await history.append(batchOf([{ series: ids[0] ?? -1, tUs: T0 + 700 * S + 500_001, value: -99 }]));
    for (const seconds of [90, 20, 3]) await expectSame(lasting(seconds));
    await history.addGap({ source: "s", fromUs: T0 + 800 * S, toUs: T0 + 801 * S, reason: "connection lost", series: Int32Array.of(ids[0] ?? -1) });
    for (const seconds of [3, 20, 90]) await expectSame(lasting(seconds));
  }, 60_000);

  it("sees what is recorded, corrected, lost or removed between two drafts", async () => {
    const when: TruthExpr = { op: "compare", kind: ">", a: { op: "signal", slot: 0 }, b: { op: "number", value: 24 } };
    const [first = -1, second = -1] = ids;
    const fired = async (): Promise<number> => {
      await expectSame(when);
      return (await intervalsOf(history, programs(when), SPAN, { isDraft: true })).get("R@a")?.active.length ?? -1;
    };
    await record(first, 1);
    await record(second, 2);
    const before = await fired();
    await history.append(batchOf([{ series: first, tUs: T0 + 700 * S + 500_001, value: 99 }]));
    expect(await fired()).toBe(before + 1);
    await history.maintain();
    expect(await fired()).toBe(before + 1);
    await history.append(batchOf([{ series: first, tUs: T0 + 700 * S + 500_001, value: 0 }]));
    expect(await fired()).toBe(before);
    await history.append(batchOf([{ series: first, tUs: SPAN.toUs + S, value: 99 }]));
    expect(await fired()).toBe(before);
    await history.addGap({ source: "s", fromUs: T0 + 900 * S + 1, toUs: T0 + 901 * S, reason: "connection lost", series: Int32Array.of(first) });
    expect(await fired()).toBe(before);
    await history.deleteSeries([first]);
    expect(await fired()).toBe(0);
    await history.append(batchOf(Array.from({ length: SAMPLES }, (_, row) => ({ series: first, tUs: T0 + row * S, value: row % 100 < 50 ? 99 : 0 }))));
    expect(await fired()).toBe(SAMPLES / 100);
  }, 60_000);
});
