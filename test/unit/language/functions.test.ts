import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import type { CompileResult, RuleProgram } from "../../../shared/language/ir.ts";
import { station } from "./station.ts";

const project = station();

function result(...texts: string[]): CompileResult {
  return compile(texts.map((text, index) => ({ id: `${"abc"[index] ?? index}.twin`, text })), project);
}

function compiled(...texts: string[]): CompileResult {
  const made = result(...texts);
  expect(made.diagnostics).toEqual([]);
  return made;
}

function codes(...texts: string[]): string[] {
  return result(...texts).diagnostics.map(({ code }) => code);
}

function messages(...texts: string[]): string[] {
  return result(...texts).diagnostics.map(({ message }) => message);
}

const OVERHEATED = "def overheated(x : degC, limit : degC, d : s) = x > limit for d\n";

describe("functions of the project's own", () => {
  it("stand in place of their calls, what is given being converted to the declared units", () => {
    const { program } = compiled(`${OVERHEATED}calc hot on CentrifugalPump = overheated(bearing.temperature, 176 degF, 5 min)`);
    expect(program.calcs[0]?.expr).toEqual({ kind: "truth", truth: { op: "for", durationUs: 300_000_000, p: { op: "compare", kind: ">", a: { op: "signal", slot: 0 }, b: { op: "number", value: 80 } } } });
    expect(compiled(`${OVERHEATED}calc hot on CentrifugalPump = overheated(motor.winding.temperature, limit.temperature, wait)`.replace("motor.winding", "bearing")).program.calcs).toHaveLength(3);
  });

  it("take conditions, events, texts and signals, and may leave numbers out", () => {
    const text = `def often(e : event, n : 1 = 3) = count(e, 1 h) > n
def both(p : condition, q : condition) = p and q
def by(who : text) = who == "bob"
def silent(x : kW, d : s = 5 min) = stale(x, d) or bad(x)
calc a on CentrifugalPump = often(rises(running))
calc b on CentrifugalPump = both(running, often(running, 5))
calc c on CentrifugalPump = by(operator)
calc d on CentrifugalPump = silent(power)`;
    const { program } = compiled(text);
    const expr = (name: string): unknown => program.calcs.find((calc) => calc.id === `${name}@p1`)?.expr;
    expect(expr("a")).toMatchObject({ truth: { op: "compare", a: { op: "count" }, b: { value: 3 } } });
    expect(expr("b")).toMatchObject({ truth: { op: "and", b: { b: { value: 5 } } } });
    expect(expr("c")).toMatchObject({ truth: { op: "compareText", text: "bob" } });
    expect(expr("d")).toMatchObject({ truth: { op: "or", a: { op: "stale", slot: 0, durationUs: 300_000_000 }, b: { op: "bad", slot: 0 } } });
  });

  it("call each other, and are worked out on members", () => {
    const text = `${OVERHEATED}def hot(x : degC) = overheated(x, 80, 5 min)\ncalc any.hot on Station = any(hot(children(CentrifugalPump).bearing.temperature))`;
    expect(compiled(text).program.calcs[0]?.expr).toMatchObject({ truth: { op: "anyOf", ps: [{ op: "for" }, { op: "for" }, { op: "for" }] } });
  });

  it("serve in models where they need no time", () => {
    expect(compiled("def double(x : kW) = x * 2\nmodel M { input a : kW\n output b : kW = double(a) }").diagnostics).toEqual([]);
    expect(codes("def mean(x : kW) = avg(x, 5 min)\nmodel M { input a : kW\n output b : kW = mean(a) }")).toEqual(["in-function"]);
  });

  it("are checked where they stand, called or not", () => {
    expect(codes("def f(x : degC) = x + 20 degC")).toEqual(["unit-mismatch"]);
    expect(codes("def f(x : degC) = y > 20 degC")).toEqual(["unknown-name"]);
    expect(codes("def f(x : degX) = x > 20 degC")).toEqual(["unknown-unit"]);
    expect(codes("def f(x : kW, x : kW) = x")).toEqual(["duplicate-definition"]);
    expect(codes("def avg(x : kW) = x")).toEqual(["duplicate-definition"]);
    expect(codes("def f(x : kW) = x\ndef f(x : kW) = x")).toEqual(["duplicate-definition"]);
    expect(messages("def f(x : kW) = g(x)\ndef g(x : kW) = f(x)")[0]).toContain("f → g → f");
  });

  it("say what is wrong with a call where the call stands", () => {
    const call = (expression: string): string[] => codes(`${OVERHEATED}calc a on CentrifugalPump = ${expression}`);
    expect(call("overheated(power, 80 degC, 5 min)")).toEqual(["unit-mismatch"]);
    expect(call("overheated(bearing.temperature, 80 degC)")).toEqual(["arguments"]);
    expect(call("overheated(bearing.temperature, 80 degC, duration(running, 1 h))")).toEqual(["in-function"]);
    expect(call("overheatd(bearing.temperature, 80 degC, 5 min)")).toEqual(["unknown-function"]);
  });

  it("cannot fill the memory by doubling", () => {
    const doubling = Array.from({ length: 40 }, (_, index) => `def f${index}(x : 1) = ${index === 0 ? "x" : `f${index - 1}(x) + f${index - 1}(x)`}`).join("\n");
    expect(codes(`${doubling}\ncalc a on CentrifugalPump = f39(level)`)).toContain("too-large");
    const nested = Array.from({ length: 12 }, () => "twice(").join("");
    expect(codes(`def twice(x : 1) = x + x\ncalc a on CentrifugalPump = ${nested}level${")".repeat(12)}`)).toEqual(["too-large"]);
  });
});

describe("imports", () => {
  const library = OVERHEATED;
  const user = 'import "b.twin"\ncalc hot on CentrifugalPump = overheated(bearing.temperature, 80, 5 min)';

  it("make a file's functions and templates visible", () => {
    expect(compiled(user, library).program.calcs).toHaveLength(3);
  });

  it("are needed: functions are visible in their own file and where they are imported", () => {
    expect(messages(user.split("\n")[1] ?? "", library)[0]).toContain('write import "b.twin"');
    expect(codes(user, 'import "c.twin"', library)).toEqual(["unknown-function"]);
  });

  it("say what is wrong with them", () => {
    expect(result('import "bb.twin"', library).diagnostics).toMatchObject([{ code: "unknown-file", fix: { text: '"b.twin"' } }]);
    expect(messages('import "b.twin"', 'import "a.twin"')[0]).toContain("a.twin → b.twin → a.twin");
    expect(codes('import "a.twin"')).toEqual(["import-loop"]);
    expect(codes(`${OVERHEATED}import "b.twin"`, library)).toEqual(["import-clash"]);
    expect(codes("import b.twin")).toEqual(["syntax"]);
  });
});

const HOT = `template HotBearing(temperature : degC, limit : degC = 80, hold : s = 5 min) {
  when     temperature > limit for hold
  clear    temperature < limit - 5 K
  severity high
  message  "{asset.name} at {temperature}, limit {limit}"
  state    health = degraded
}
`;

describe("rule templates", () => {
  const first = (text: string): RuleProgram | undefined => compiled(text).program.rules[0];

  it("give a rule its clauses", () => {
    expect(first(`${HOT}rule Overheating on CentrifugalPump = HotBearing(bearing.temperature, 85)`)).toMatchObject({
      id: "Overheating@p1", severity: "high", state: { name: "health", member: "degraded" },
      when: { op: "for", durationUs: 300_000_000, p: { a: { op: "signal", slot: 0 }, b: { value: 85 } } },
      message: [{ text: "P-101" }, { text: " at " }, { value: { op: "signal", slot: 0 }, unit: "Cel" }, { text: ", limit " }, { value: { value: 85 }, unit: "Cel" }],
    });
  });

  it("are read across files, and set states", () => {
    const { program } = compiled('import "b.twin"\nrule Overheating on CentrifugalPump = HotBearing(bearing.temperature)\ncalc ill on CentrifugalPump = health == degraded', HOT);
    expect(program.calcs[0]?.expr).toMatchObject({ truth: { a: { op: "state", contenders: [{ rule: "Overheating", member: 1 }] } } });
  });

  it("are checked where they stand, and again with what a rule gives", () => {
    expect(codes("template T(x : degC) { when x > 3 kW severity low }")).toEqual(["unit-mismatch"]);
    expect(codes("template T(x : degC) { when y > 3 kW severity low }")).toEqual(["unknown-name"]);
    expect(codes("template T(x : degC) { when x > 80 degC }")).toEqual(["missing-clause"]);
    expect(codes(`${HOT}rule R on CentrifugalPump = HotBearing(power)`)).toEqual(["unit-mismatch"]);
    expect(codes(`${HOT}rule R on Tank = HotBearing(20 degC)`)).toEqual(["unknown-state"]);
    expect(codes(`${HOT}rule R on CentrifugalPump = HotBearng(bearing.temperature)`)).toEqual(["unknown-template"]);
    expect(codes(`${HOT}rule R on CentrifugalPump = HotBearing(bearing.temperature, 80, total(running))`)).toEqual(["in-template"]);
    expect(codes(`${HOT}rule R on CentrifugalPump = bearing.temperature`)).toEqual(["syntax"]);
  });
});

describe("limits and overrides", () => {
  const rule = 'rule Hot on CentrifugalPump { limit hot : degC = 80\n limit band : K = 5\n when bearing.temperature > hot clear bearing.temperature < hot - band severity high message "over {hot}" }\n';
  const thresholds = (text: string): unknown[] => compiled(text).program.rules.map(({ when }) => ("b" in when && "value" in when.b ? when.b.value : undefined));

  it("changes a rule's limit on one asset", () => {
    expect(thresholds(rule)).toEqual([80, 80, 80]);
    expect(thresholds(`${rule}override Hot on \`P-102\` { hot = 185 degF }`)).toEqual([80, 85, 80]);
    expect(thresholds(`${rule}override Hot on North.\`P-101\` { hot = 90; band = 3 K }`)).toEqual([90, 80, 80]);
  });

  it("changes a template's number, and a limit that is a parameter of the asset", () => {
    expect(compiled(`${HOT}rule R on CentrifugalPump = HotBearing(bearing.temperature)\noverride R on \`P-101\` { limit = 90 degC }`).program.rules.map(({ when }) => when)).toMatchObject([{ p: { b: { value: 90 } } }, { p: { b: { value: 80 } } }, { p: { b: { value: 80 } } }]);
    expect(thresholds(`${rule.replace("= 80\n", "= limit.temperature\n")}override Hot on \`P-103\` { hot = 70 }`)).toEqual([80, 75, 70]);
  });

  it.each([
    ["override Hott on `P-101` { hot = 85 }", "unknown-rule"], ["override Hot on `P-109` { hot = 85 }", "unknown-asset"], ["override Hot on `T-1` { hot = 85 }", "wrong-type"],
    ["override Hot on `P-101` { hott = 85 }", "unknown-limit"], ["override Hot on `P-101` { hot = 85 kW }", "unit-mismatch"], ["override Hot on `P-101` { hot = power }", "not-a-constant"],
    ["override Hot on `P-101` { hot = 85 }\noverride Hot on `P-101` { hot = 86 }", "duplicate-clause"], ["override Hot on motor { hot = 85 }", "ambiguous-asset"],
  ])("says what is wrong with %s", (text, code) => {
    expect(codes(rule + text)).toEqual([code]);
  });

  it("keeps limits constants", () => {
    expect(codes("rule R on CentrifugalPump { limit hot : kW = power when power > hot severity low }")).toEqual(["not-a-constant"]);
  });
});

describe("clauses of alarms", () => {
  it("lowers latched, suppress and re-alarm", () => {
    const text = "rule R on CentrifugalPump {\n  when power > 3 kW\n  severity low\n  latched\n  suppress (not running) for 1 min\n  re-alarm after 30 min\n}";
    expect(compiled(text).program.rules[0]).toMatchObject({ latched: true, suppress: { op: "for", p: { op: "not" } }, realarmAfterUs: 1_800_000_000 });
    expect(codes(text.replace("30 min", "30"))).toEqual(["duration"]);
    expect(codes(text.replace("(not running)", "power"))).toEqual(["not-a-condition"]);
  });
});
