import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import type { CalcProgram, CompileResult } from "../../../shared/language/ir.ts";
import { station } from "./station.ts";

const project = station();
const MIN = 60_000_000;

function compiled(text: string): CompileResult {
  const result = compile([{ id: "a.twin", text }], project);
  expect(result.diagnostics.filter((found) => found.severity === "error")).toEqual([]);
  return result;
}

function calcOf(expression: string, unit = ""): CalcProgram {
  const calc = compiled(`calc a${unit} on CentrifugalPump = ${expression}`).program.calcs.find(({ assetId }) => assetId === "p1");
  if (!calc) throw new Error("not compiled for P-101");
  return calc;
}

/** The lowered expression of a calc on P-101. */
function lowered(expression: string, unit = ""): unknown {
  const { expr } = calcOf(expression, unit);
  return expr.kind === "number" ? expr.value : expr.truth;
}

function unitOf(expression: string): string | undefined {
  return calcOf(expression).unit;
}

function codes(text: string): string[] {
  return compile([{ id: "a.twin", text }], project).diagnostics.map(({ code }) => code);
}

const signal = (slot: number): object => ({ op: "signal", slot });
const truth = (slot: number): object => ({ op: "truthSignal", slot });

describe("windows", () => {
  it("lowers averages, deviations and extremes with the share that must be known", () => {
    expect(lowered("avg(power, 5 min)")).toEqual({ op: "avg", x: signal(0), windowUs: 5 * MIN, knownUs: 4 * MIN });
    expect(lowered("stddev(power, 10 us) coverage 75 %")).toEqual({ op: "stddev", x: signal(0), windowUs: 10, knownUs: 8 });
    expect(lowered("integral(power, 1 h)")).toMatchObject({ op: "integral", knownUs: 60 * MIN });
    expect(lowered("min(power, 5 min)")).toMatchObject({ op: "lowest", knownUs: 4 * MIN });
    expect(lowered("max(power, wait) coverage 100 %")).toMatchObject({ op: "highest", windowUs: 5 * MIN, knownUs: 5 * MIN });
  });

  it("takes min and max of two values where the second is no duration, or the first is a time itself", () => {
    expect(lowered("min(power, 3 kW)")).toMatchObject({ op: "least", b: { value: 3 } });
    expect(lowered("min(2 h, wait)")).toMatchObject({ op: "least" });
  });

  it("counts events and the time a condition was true, adding up what is known", () => {
    expect(lowered("count(rises(running), 1 h)")).toEqual({ op: "count", e: { op: "rises", p: truth(0) }, windowUs: 60 * MIN, knownUs: 0 });
    expect(lowered("count(running, 1 h)")).toMatchObject({ op: "count", e: { op: "rises" } });
    expect(lowered("duration(running, 1 h) coverage 50 %")).toEqual({ op: "duration", p: truth(0), windowUs: 60 * MIN, knownUs: 30 * MIN });
  });

  it("lowers differences and rates over time", () => {
    expect(lowered("delta(power, 5 min)")).toEqual({ op: "delta", x: signal(0), windowUs: 5 * MIN });
    expect(lowered("rate(bearing.temperature, 5 min)")).toEqual({ op: "rate", x: signal(0), windowUs: 5 * MIN });
  });

  it("keeps points as points, and makes differences of deltas, rates and deviations", () => {
    expect(unitOf("avg(bearing.temperature, 5 min)")).toBe("Cel");
    expect(unitOf("max(bearing.temperature, 5 min)")).toBe("Cel");
    expect(unitOf("stddev(bearing.temperature, 5 min)")).toBe("K");
    expect(unitOf("delta(bearing.temperature, 5 min)")).toBe("K");
    expect(unitOf("rate(bearing.temperature, 5 min)")).toBe("K/s");
    expect(lowered("rate(bearing.temperature, 5 min) > 2 K/min")).toMatchObject({ b: { value: 2 / 60 } });
    expect(codes("calc a on CentrifugalPump = delta(bearing.temperature, 5 min) > 5 degC")).toEqual(["unit-mismatch"]);
    expect(codes("calc a on CentrifugalPump = integral(bearing.temperature, 5 min)")).toEqual(["unit-mismatch"]);
  });

  it("integrates over seconds, convertible to the units of the quantity", () => {
    expect(unitOf("integral(power, 1 h)")).toBe("kW.s");
    expect(lowered("integral(power, 1 h)", " : kWh")).toMatchObject({ op: "affine", factor: 1 / 3600, x: { op: "integral" } });
    expect(unitOf("duration(running, 1 h)")).toBe("s");
    expect(unitOf("count(running, 1 h)")).toBe("1");
  });

  it("runs totals, from the beginning or since an event", () => {
    expect(lowered("total(running)")).toEqual({ op: "totalTime", p: truth(0) });
    expect(lowered("total(power) since rises(running)")).toEqual({ op: "totalOf", x: signal(0), since: { op: "rises", p: truth(1) } });
    expect(lowered("total(running) since changes(mode) > 5 h")).toMatchObject({ op: "compare", a: { op: "totalTime", since: { op: "changes" } }, b: { value: 18_000 } });
    expect(unitOf("total(running)")).toBe("s");
    expect(unitOf("total(power)")).toBe("kW.s");
  });

  it("binds coverage to the call before it", () => {
    expect(lowered("avg(power, 5 min) coverage 50 % > 3 kW and running")).toMatchObject({ op: "and", a: { op: "compare", a: { op: "avg", knownUs: 2.5 * MIN } } });
  });
});

describe("events", () => {
  it("lowers rises, falls and changes", () => {
    const event = (e: string): unknown => (lowered(`count(${e}, 1 h)`) as { e: unknown }).e;
    expect(event("falls(running)")).toEqual({ op: "falls", p: truth(0) });
    expect(event("changes(mode)")).toEqual({ op: "changes", x: signal(0) });
    expect(event("changes(operator)")).toEqual({ op: "changesText", slot: 0 });
    expect(event("changes(running)")).toEqual({ op: "changes", x: signal(0) });
    expect(event("rises(running) and power > 3 kW")).toMatchObject({ op: "while", e: { op: "rises" }, p: { op: "compare" } });
    expect(event("power > 3 kW and falls(running)")).toMatchObject({ op: "while", e: { op: "falls" }, p: { op: "compare" } });
    expect(event("rises(running) then power > 3 kW for 5 s within 1 min")).toMatchObject({ op: "then", e: { op: "rises" }, f: { op: "rises", p: { op: "for" } }, durationUs: MIN });
    expect(event("running without flow > 1 m3/h within 30 s")).toMatchObject({ op: "without", durationUs: MIN / 2 });
    expect(event("rises(running) then falls(running) within 1 min then rises(running) within 2 min")).toMatchObject({ op: "then", e: { op: "then" }, durationUs: 2 * MIN });
  });

  it("makes a condition of an event by within", () => {
    expect(lowered("rises(running) within 1 min")).toEqual({ op: "recently", e: { op: "rises", p: truth(0) }, durationUs: MIN });
    expect(lowered("(running then flow > 1 m3/h within 5 s) within 1 min")).toMatchObject({ op: "recently", e: { op: "then" } });
    expect(lowered("running within 1 min")).toMatchObject({ op: "within" });
  });

  it("raises an alarm at an event where something clears it, and only there", () => {
    const rule = (clear: string): string => `rule R on CentrifugalPump { when rises(running) ${clear} severity low }`;
    expect(compiled(rule("clear not running")).program.rules[0]?.when).toEqual({ op: "happens", e: { op: "rises", p: truth(0) } });
    const [told] = compile([{ id: "a.twin", text: rule("") }], project).diagnostics;
    expect(told).toMatchObject({ code: "event", fix: { text: " within 1 min" } });
  });

  it.each(["rises(running)", "not rises(running)", "rises(running) or running", "rises(running) for 5 s", "rises(running) and falls(running)", "rises(running) == true", "avg(rises(running), 5 min)"])("refuses %s, with what to write instead", (expression) => {
    expect(codes(`calc a on CentrifugalPump = ${expression}`)[0]).toMatch(/^(event|not-a-number)$/);
  });
});

describe("hysteresis, every, and what asks about samples", () => {
  it("lowers hysteresis with a band in the unit of the comparison", () => {
    expect(lowered("bearing.temperature > 80 degC hysteresis 9 K for 5 s")).toEqual({ op: "for", durationUs: 5_000_000, p: { op: "hysteresis", kind: ">", x: signal(0), a: { op: "number", value: 80 }, h: { op: "number", value: 9 } } });
    expect(lowered("motor.winding.temperature < 100 degF hysteresis 5 K")).toMatchObject({ op: "hysteresis", kind: "<", h: { value: 9 } });
    expect(codes("calc a on CentrifugalPump = bearing.temperature > 80 degC hysteresis 5 degC")).toEqual(["unit-mismatch"]);
    expect(codes("calc a on CentrifugalPump = running hysteresis 5 K")).toEqual(["hysteresis"]);
  });

  it("adds instants to the part every stands behind", () => {
    expect(lowered("power every 10 s > 3 kW")).toMatchObject({ op: "compare", a: { op: "every", x: signal(0), periodUs: 10_000_000 } });
    expect(lowered("(power > 3 kW) every 10 s")).toMatchObject({ op: "every", x: { op: "compare" } });
    expect(lowered("avg(power, 5 min) every 1 min")).toMatchObject({ op: "every", x: { op: "avg" } });
  });

  it("asks about the samples of a signal, not of a calc", () => {
    expect(lowered("stale(power, 5 min)")).toEqual({ op: "stale", slot: 0, durationUs: 5 * MIN });
    expect(lowered("missing(operator, 5 min) or bad(motor.torque)")).toMatchObject({ op: "or", a: { op: "missing", slot: 0 }, b: { op: "bad", slot: 1 } });
    expect(codes("calc a on CentrifugalPump = power\ncalc b on CentrifugalPump = stale(a, 5 min)")).toEqual(["not-a-signal"]);
  });

  it("takes the residual of what a model predicts", () => {
    const model = "model M { input w : degF\n output t : degF = w }\nuse M on Motor { w = winding.temperature\n t ~ winding.temperature }\n";
    const { program } = compiled(`${model}rule Hot on Motor { when residual(winding.temperature) > 5 K for 1 min severity low }`);
    expect(program.rules[0]).toMatchObject({
      when: { p: { a: { op: "residual", measured: 0, predicted: 1, factor: 1, offset: 0 }, b: { value: 9 } } },
      slots: [{ signal: "m1/winding-temperature" }, { signal: "m1/winding-temperature", predicted: true }],
    });
    expect(codes(`${model}calc a on Motor = residual(torque)`)).toEqual(["not-predicted"]);
  });
});

describe("functions of numbers", () => {
  it("takes plain numbers and angles, and says what else is meant", () => {
    expect(lowered("exp(level)")).toEqual({ op: "exp", x: { op: "affine", x: signal(0), factor: 0.01, offset: 0 } });
    expect(lowered("ln(power / 1 kW)")).toMatchObject({ op: "ln" });
    expect(lowered("log10(100)")).toMatchObject({ op: "divide", a: { op: "ln" }, b: { value: Math.LN10 } });
    expect(lowered("sin(30 deg)")).toMatchObject({ op: "sin", x: { value: 0.5235987755982989 } });
    expect(codes("calc a on CentrifugalPump = exp(power)")).toEqual(["unit-mismatch"]);
    expect(codes("calc a on CentrifugalPump = sin(speed * 1 s)")).toEqual(["unit-mismatch"]);
  });

  it("raises quantities to whole powers, and plain numbers to any", () => {
    expect(calcOf("motor.torque ^ 2")).toMatchObject({ unit: "N2.m2", expr: { value: { op: "pow", a: signal(0), b: { value: 2 } } } });
    expect(lowered("power > 2 ^ 3 * 1 kW")).toMatchObject({ b: { value: 8 } });
    expect(lowered("level ^ 0.5")).toMatchObject({ op: "pow", b: { value: 0.5 } });
    expect(lowered("-level ^ 2")).toMatchObject({ op: "negate", x: { op: "pow" } });
    expect(lowered("pow(flow, -1)")).toMatchObject({ op: "pow", b: { value: -1 } });
    expect(codes("calc a on CentrifugalPump = power ^ 0.5")).toEqual(["unit-mismatch"]);
    expect(codes("calc a on CentrifugalPump = bearing.temperature ^ 2")).toEqual(["unit-mismatch"]);
  });

  it("compares texts with texts", () => {
    expect(lowered("operator == operator")).toEqual({ op: "compareTexts", kind: "==", slot: 0, other: 0 });
  });
});

describe("the memory of windows", () => {
  const rated = { ...project, bindings: { b: { id: "b", signal: "p1/power", source: "s", address: "a", revision: 1, sampling: { intervalMs: 10, queueSize: 1 } } } };
  const told = (text: string): { readonly code: string; readonly message: string }[] => compile([{ id: "a.twin", text }], rated).diagnostics.map(({ code, message }) => ({ code, message }));

  it("refuses what would hold more than a million changes, and says how many", () => {
    expect(told("calc a on CentrifugalPump = avg(flow, 10 d)")).toEqual([]);
    expect(told("calc a on CentrifugalPump = avg(flow, 12 d)")[0]).toMatchObject({ code: "too-much-memory", message: expect.stringContaining("1,036,801 changes on P-101") as string });
  });

  it("counts by the rate at which a signal is sampled, with the windows of calcs that are read", () => {
    expect(told("calc a on CentrifugalPump = avg(power, 2 h)")).toEqual([]);
    expect(told("calc a on CentrifugalPump = avg(power, 3 h)")).toMatchObject([{ code: "too-much-memory" }]);
    expect(told("calc a on CentrifugalPump = avg(power, 2 h)\ncalc b on CentrifugalPump = a + delta(power, 1 h)")).toMatchObject([{ code: "too-much-memory" }]);
  });
});
