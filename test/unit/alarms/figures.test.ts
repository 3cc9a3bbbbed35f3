import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alarmFigures, type Occurrence } from "../../../shared/alarms/figures.ts";
import { figuresCsv, matchActors } from "../../../shared/alarms/figureRows.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

const S = 1_000_000;
const MIN = 60 * S;
const HOUR = 60 * MIN;
const span = { fromUs: 0, toUs: 10 * HOUR };
const one = (fromUs: number, more: Partial<Occurrence> = {}): Occurrence => ({ rule: "A", assetId: "p1", kind: "rule", severity: "high", fromUs, toUs: fromUs + S, ...more });
const every = (gapUs: number, count: number, fromUs = 0): Occurrence[] => Array.from({ length: count }, (_, index) => one(fromUs + index * gapUs));

describe("alarm figures", () => {
  it("count what was announced within the span, and tell the average in 10 min", () => {
    const figures = alarmFigures([one(-5, { toUs: 5 }), ...every(10 * MIN, 30, 1), one(span.toUs + 1)], span);
    expect(figures).toMatchObject({ alarms: 30, averagePer10Min: 0.5, bySeverity: { high: 30, low: 0 } });
  });

  it("have as peak the most in any ten minutes, wherever they begin", () => {
    expect(alarmFigures([...every(MIN, 4, 8 * MIN), ...every(HOUR, 5, HOUR)], span).peakPer10Min).toBe(4);
    // The one exactly ten minutes ago counts no more.
    expect(alarmFigures(every(10 * MIN, 2), span).peakPer10Min).toBe(1);
  });

  it("begin a flood with the eleventh alarm in ten minutes and end it when there are fewer than five", () => {
    expect(alarmFigures(every(30 * S, 10), span).floods).toEqual([]);
    // The eleventh comes at 5 min; of the last five, at 3 to 5 min, the first leaves the window at 13 min.
    expect(alarmFigures(every(30 * S, 11), span)).toMatchObject({ floods: [{ fromUs: 5 * MIN, toUs: 13 * MIN, alarms: 11 }], floodShare: 8 / 600 });
    expect(alarmFigures(every(30 * S, 11, span.toUs - 6 * MIN), span).floods).toEqual([{ fromUs: span.toUs - MIN, toUs: span.toUs, alarms: 11 }]);
  });

  it("call it chatter when a rule announces three times on an asset within a minute", () => {
    expect(alarmFigures([...every(29 * S, 3), one(5 * MIN)], span)).toMatchObject({ chatterers: 1, chattering: 3 });
    expect(alarmFigures(every(30 * S, 3), span)).toMatchObject({ chatterers: 0, chattering: 0 });
    expect(alarmFigures(every(10 * S, 3).map((alarm, index) => ({ ...alarm, assetId: `p${index}` })), span).chattering).toBe(0);
  });

  it("call an alarm stale that has been active for more than a day within sight", () => {
    const long = { fromUs: 30 * HOUR, toUs: 60 * HOUR };
    expect(alarmFigures([one(0, { toUs: 31 * HOUR })], long).stale).toBe(1);
    expect(alarmFigures([one(35 * HOUR, { toUs: 59 * HOUR })], long).stale).toBe(0);
    const { toUs: _still, ...lasting } = one(35 * HOUR);
    expect(alarmFigures([lasting], long)).toMatchObject({ stale: 1, worst: [{ activeUs: 25 * HOUR, stale: 1 }] });
  });

  it("name the worst first, by rule on asset, by rule and by asset, with what they hold of the whole", () => {
    const figures = alarmFigures([...every(HOUR, 6), ...every(2 * HOUR, 3).map((alarm) => ({ ...alarm, assetId: "p2" })), one(5, { rule: "B" })], span);
    expect(figures.worst.map(({ rule, assetId, alarms, share }) => [rule, assetId, alarms, share])).toEqual([["A", "p1", 6, 0.6], ["A", "p2", 3, 0.3], ["B", "p1", 1, 0.1]]);
    expect(figures.byRule).toMatchObject([{ rule: "A", alarms: 9, activeUs: 9 * S }, { rule: "B", alarms: 1 }]);
    expect(figures.byAsset).toMatchObject([{ assetId: "p1", alarms: 7 }, { assetId: "p2", alarms: 3 }]);
  });

  it("hold together for any alarms: floods apart and within the span, shares of one whole, the peak as counted one by one", () => {
    const times = fc.array(fc.integer({ min: -20 * 60, max: 620 * 60 }), { maxLength: 200 });
    fc.assert(fc.property(times, fc.array(fc.integer({ min: 0, max: 90 * 60 })), (starts, lengths) => {
      const all = starts.map((start, index) => one(start * S, { assetId: `p${index % 3}`, toUs: (start + (lengths[index] ?? 1)) * S }));
      const figures = alarmFigures(all, span);
      const announced = all.filter(({ fromUs }) => fromUs >= span.fromUs && fromUs <= span.toUs).map(({ fromUs }) => fromUs);
      expect(figures.alarms).toBe(announced.length);
      expect(figures.peakPer10Min).toBe(Math.max(0, ...announced.map((tUs) => announced.filter((other) => other <= tUs && other > tUs - 10 * MIN).length)));
      expect(figures.floods.length > 0).toBe(figures.peakPer10Min > 10);
      figures.floods.forEach((flood, index) => {
        expect(flood.fromUs).toBeLessThanOrEqual(flood.toUs);
        expect(flood.fromUs).toBeGreaterThanOrEqual(figures.floods[index - 1]?.toUs ?? span.fromUs);
        expect(flood.toUs).toBeLessThanOrEqual(span.toUs);
        expect(flood.alarms).toBeGreaterThan(10);
      });
      for (const actors of [figures.worst, figures.byRule, figures.byAsset]) expect(actors.reduce((sum, actor) => sum + actor.alarms, 0)).toBe(announced.length);
    }));
  });
});

describe("alarm figures as CSV", () => {
  it("have two columns to compare, and an actor that only one of them has", () => {
    const [before, after] = [alarmFigures(every(HOUR, 4), span), alarmFigures([one(5, { rule: "=B" })], span)];
    const project = { ...emptyProject("Plant", "UTC"), assets: { p1: { id: "p1", name: "P-101", type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active" as const, sinceUs: 0 } } } };
    const lines = figuresCsv(project, [{ name: "recorded", figures: before }, { name: "new deadband", figures: after }]).split("\r\n");
    expect(lines[0]).toBe("figure,unit,recorded,new deadband,target");
    expect(lines).toContain("Alarms announced,,4,1,");
    expect(lines).toContain("A,`P-101`,4,0.00111,0,0,0,0,0,0");
    expect(lines).toContain("'=B,`P-101`,0,0,0,0,1,0.000278,0,0");
    expect(lines).not.toContain("only rule,,A,A,");
    expect(figuresCsv(project, [{ name: "recorded", figures: before }], { rule: "A", asset: "p1" }).split("\r\n")).toEqual(expect.arrayContaining(["from,,1970-01-01T00:00:00.000000Z,", "only rule,,A,", "only asset,,`P-101`,"]));
    expect(matchActors(before.worst, after.worst).map(({ id }) => id)).toEqual(["A@p1", "=B@p1"]);
  });
});
