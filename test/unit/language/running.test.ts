import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { inlineCalcs, interpret, type SeriesInput } from "../../../shared/language/machines/index.ts";
import { station } from "./station.ts";

/** Texts run from their letters to intervals: what the words mean, by the reference interpreter. */

const project = station();
const S = 1_000_000;

type Course = readonly (readonly [tS: number, value: number])[];

function series(course: Course): SeriesInput {
  return {
    samples: { tUs: Float64Array.from(course, ([tS]) => tS * S), value: Float64Array.from(course, ([, value]) => value), status: new Uint32Array(course.length), flags: new Uint8Array(course.length) },
    gapStartsUs: [], confirmations: [],
  };
}

/** The intervals of rule R on an asset, in seconds; signals not given have no samples. */
function run(text: string, courses: Readonly<Record<string, Course>>, assetId = "p1", untilS = 1_000): (number | undefined)[][] {
  const { program, diagnostics } = compile([{ id: "a.twin", text }], project);
  expect(diagnostics).toEqual([]);
  const rule = inlineCalcs(program).rules.find(({ id }) => id === `R@${assetId}`);
  if (!rule) throw new Error("no rule R");
  const inputs = rule.slots.map((slot) => series(courses[slot.signal] ?? []));
  return interpret(rule, inputs, { fromUs: 0, toUs: untilS * S }).active.map(({ fromUs, toUs }) => [fromUs / S, toUs === undefined ? undefined : toUs / S]);
}

const rule = (clauses: string): string => `rule R on CentrifugalPump { severity low ${clauses} }`;
const power = (...course: Course): Record<string, Course> => ({ "p1/power": course });

describe("what the words mean", () => {
  it("averages over time, by the unit of the literal", () => {
    // 0 for 10 s, then 4 kW: the mean of the last 10 s passes 2 kW after 5 s; it is looked at with samples and every second.
    expect(run(rule("when avg(power, 10 s) every 1 s > 2000 W"), power([0, 0], [10, 4], [20, 4], [30, 0]), "p1", 100)).toEqual([[16, 35]]);
  });

  it("counts starts", () => {
    expect(run(rule("when count(running, 100 s) >= 2"), { "p1/running": [[0, 0], [10, 1], [20, 0], [50, 1], [60, 0]] })).toEqual([[50, 110]]);
  });

  it("tells of a start that nothing followed", () => {
    const text = rule("when rises(running) without flow > 5 m3/h within 30 s clear not running");
    expect(run(text, { "p1/running": [[0, 0], [10, 1], [100, 0]], "p1/flow": [[0, 0]] })).toEqual([[40, 100]]);
    expect(run(text, { "p1/running": [[0, 0], [10, 1], [100, 0]], "p1/flow": [[0, 0], [35, 8]] })).toEqual([]);
  });

  it("holds by hysteresis", () => {
    expect(run(rule("when power > 3 kW hysteresis 1 kW"), power([0, 1], [10, 3.5], [20, 2.5], [30, 2], [40, 2.5]))).toEqual([[10, 30]]);
  });

  it("takes a rule's limit on one asset from its override, a template's from its call", () => {
    const text = `${rule("limit most : kW = 3 when power > most")}\noverride R on \`P-102\` { most = 5000 W }`;
    const course: Course = [[0, 1], [10, 4], [20, 6], [30, 1]];
    expect(run(text, { "p1/power": course })).toEqual([[10, 30]]);
    expect(run(text, { "p2/power": course }, "p2")).toEqual([[20, 30]]);
    expect(run("template T(x : W, most : kW) { when x > most for 5 s severity low }\nrule R on CentrifugalPump = T(power, 3)", { "p1/power": course })).toEqual([[15, 30]]);
  });

  it("reads the state that other rules' alarms hold", () => {
    const text = `rule Worn on CentrifugalPump { when power > 3 kW clear power < 1 kW severity low state health = degraded }\n${rule("when health == degraded for 10 s")}`;
    expect(run(text, power([0, 0], [10, 4], [20, 2], [50, 0]))).toEqual([[20, 50]]);
  });

  it("takes members together, one of them unknown", () => {
    const text = (coverage: string): string => `rule R on Station { when avg(supplies.power)${coverage} > 3 kW severity low }`;
    const courses = { "p1/power": [[0, 1], [10, 4]] as Course };
    expect(run(text(""), courses, "st")).toEqual([]);
    expect(run(text(" coverage 50 %"), courses, "st")).toEqual([[10, undefined]]);
  });

  it("sees a calc's text in place of its name", () => {
    const body = "stddev(power, 10 s) > 1 kW or delta(power, 5 s) > 2 kW";
    const course = power([0, 0], [7, 1], [10, 4], [12, 0], [30, 3], [31, 9]);
    expect(run(`calc moved on CentrifugalPump = ${body}\n${rule("when moved")}`, course)).toEqual(run(rule(`when ${body}`), course));
  });
});
