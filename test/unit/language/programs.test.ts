import { describe, expect, it } from "vitest";
import { calcSignals, compile } from "../../../shared/language/compile.ts";
import type { CalcProgram, CompileResult } from "../../../shared/language/ir.ts";
import { station } from "./station.ts";

const project = station();

function compiled(text: string): CompileResult {
  const result = compile([{ id: "a.twin", text }], project);
  expect(result.diagnostics.filter((found) => found.severity === "error")).toEqual([]);
  return result;
}

function onFirstPump(expression: string, unit = ""): CalcProgram {
  const calc = compiled(`calc a${unit} on CentrifugalPump = ${expression}`).program.calcs.find(({ assetId }) => assetId === "p1");
  if (!calc) throw new Error("not compiled for P-101");
  return calc;
}

const signal = (slot: number): object => ({ op: "signal", slot });
const number = (value: number): object => ({ op: "number", value });

describe("units in expressions", () => {
  it("converts a literal exactly to the unit of the signal it meets, on either side", () => {
    expect(onFirstPump("bearing.temperature > 176 degF").expr).toMatchObject({ truth: { op: "compare", a: signal(0), b: number(80) } });
    expect(onFirstPump("3.6 m3/h < `Volume Flow RateRMS`").expr).toMatchObject({ truth: { a: number(60), b: signal(0) } });
  });

  it("brings the right of two signals to the unit of the left one", () => {
    expect(onFirstPump("power > motor.electrical.power").expr).toMatchObject({ truth: { a: signal(0), b: { op: "affine", x: signal(1), factor: 0.001, offset: 0 } } });
  });

  it("converts points with their offset and differences without", () => {
    expect(onFirstPump("bearing.temperature > motor.winding.temperature").expr).toMatchObject({ truth: { b: { op: "affine", factor: 5 / 9, offset: -160 / 9 } } });
    expect(onFirstPump("motor.winding.temperature + 9 K", " : degF").expr).toMatchObject({ value: { op: "add", b: number(16.2) } });
    expect(onFirstPump("bearing.temperature - 300 K", " : degC").expr).toMatchObject({ value: { op: "subtract", b: number(300) } });
    expect(onFirstPump("bearing.temperature > 300.15 K").expr).toMatchObject({ truth: { b: number(27) } });
  });

  it("folds constants exactly before rounding once", () => {
    expect(onFirstPump("power > 0.1 kW + 0.2 kW").expr).toMatchObject({ truth: { b: number(0.3) } });
    expect(onFirstPump("power > 3 * 1000 W").expr).toMatchObject({ truth: { b: number(3) } });
  });

  it("gives a calc without declared unit the unit of its expression", () => {
    expect(onFirstPump("power * 2 h").unit).toBe("kW.h");
    expect(onFirstPump("flow / flow").unit).toBe("1");
    expect(onFirstPump("bearing.temperature - parent.ambient.temperature").unit).toBe("K");
    expect(onFirstPump("(suction.pressure - discharge.pressure) * flow").unit).toBe("bar.m3/h");
  });

  it("keeps a calc's difference a difference where it is read", () => {
    const text = "calc rise : K on CentrifugalPump = bearing.temperature - parent.ambient.temperature\ncalc hot on CentrifugalPump = rise > 5 degC";
    expect(compile([{ id: "a.twin", text }], project).diagnostics.map(({ code }) => code)).toEqual(["unit-mismatch"]);
  });
});

describe("names", () => {
  it("reads own signals, parts, parents, relations and parameters of the instance", () => {
    const { program } = compiled("calc a on CentrifugalPump = bearing.temperature > limit.temperature and motor.torque > 1 N.m and feeds.level > 1 m and parent.ambient.temperature < 40 degC");
    const [first, second] = program.calcs;
    expect(first?.slots.map((slot) => slot.signal)).toEqual(["p1/bearing-temperature", "m1/torque", "t1/level", "st/ambient-temperature"]);
    expect(JSON.stringify(first?.expr)).toContain('"value":80');
    expect(JSON.stringify(second?.expr)).toContain('"value":75');
  });

  it("leaves out the assets that lack a name, says which and why, and goes on with the others", () => {
    const { program, diagnostics } = compiled("rule R on CentrifugalPump { when motor.torque > 1 N.m severity low }");
    expect(program.rules.map(({ id }) => id)).toEqual(["R@p1", "R@p2"]);
    expect(program.notApplicable).toMatchObject([{ what: "R", assetId: "p3", reason: "P-103 has no part or signal motor.torque" }]);
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "missing-on-some" }]);
  });

  it("carries a missing name on to the rules that read the calc", () => {
    const { program } = compiled("calc load on CentrifugalPump = motor.torque\nrule R on CentrifugalPump { when load > 1 N.m severity low }");
    expect(program.notApplicable.map(({ what, assetId }) => `${what}@${assetId}`)).toEqual(["load@p3", "R@p3"]);
  });

  it("orders calcs after those they read, across assets and files", () => {
    const texts = [{ id: "a.twin", text: "calc outer on CentrifugalPump = motor.inner" }, { id: "b.twin", text: "calc inner on Motor = innermost * 2\ncalc innermost on Motor = torque" }];
    const order = compile(texts, project).program.calcs.map(({ id }) => id).filter((id) => /@(m1|p1)$/.test(id));
    expect(order).toEqual(["innermost@m1", "inner@m1", "outer@p1"]);
  });

  it("reads a calc as a signal of its own id, and lists it as one", () => {
    const { program } = compiled("calc head on CentrifugalPump = discharge.pressure - suction.pressure\ncalc high on CentrifugalPump = head > 3 bar");
    expect(program.calcs.find(({ id }) => id === "high@p1")?.slots).toEqual([{ signal: "p1/calc:head", dataType: "number", strict: false }]);
    expect(calcSignals(program, project)[0]).toMatchObject({ id: "p1/calc:head", path: ["North", "P-101", "head"], unit: "bar", dataType: "number" });
  });

  it("checks the type's own names while no asset of it exists", () => {
    const empty = { ...project, assets: {} };
    const codes = (text: string): string[] => compile([{ id: "a.twin", text }], empty).diagnostics.map(({ code }) => code);
    expect(codes("calc a on CentrifugalPump = power > 3 kW")).toEqual([]);
    expect(codes("calc a on CentrifugalPump = powr > 3 kW")).toEqual(["unknown-name"]);
    expect(codes("calc a on CentrifugalPump = power > 3 degC")).toEqual(["unit-mismatch"]);
    expect(codes("calc a on CentrifugalPump = motor.torque > 3 N.m")).toEqual(["no-instances"]);
  });
});

describe("rules", () => {
  it("lowers every clause", () => {
    const { program } = compiled(`rule Hot on CentrifugalPump {
      when     bearing.temperature > 80 degC for wait tolerate 10 s
      clear    bearing.temperature < 75 degC for 1 min
      severity high
      message  "Bearing at {bearing.temperature} on {asset.name}, {mode}, {running}, {{}}"
      advise   "Reduce speed by 10 %"
      state    health = degraded
      unknown after 5 min
      quality strict
    }`);
    expect(program.rules[0]).toMatchObject({
      id: "Hot@p1", rule: "Hot", assetId: "p1", severity: "high", advise: "Reduce speed by 10 %", state: { name: "health", member: "degraded" }, unknownAfterUs: 300_000_000,
      when: { op: "for", durationUs: 300_000_000, tolerateUs: 10_000_000 }, clear: { op: "for", durationUs: 60_000_000 },
      message: [{ text: "Bearing at " }, { value: signal(0), unit: "Cel" }, { text: " on " }, { text: "P-101" }, { text: ", " }, { value: signal(1), members: ["off", "auto", "hand"] }, { text: ", " }, { value: signal(2), members: ["false", "true"] }, { text: ", {}" }],
    });
    expect(program.rules[0]?.slots.every((slot) => slot.strict)).toBe(true);
  });

  it("shows texts, and conditions that have no name, in messages", () => {
    const text = (message: string): string => `rule R on CentrifugalPump { when running severity low message "${message}" }`;
    const { program } = compiled(text("{operator}: {power > 3 kW}, {not running}"));
    expect(program.rules[0]?.message).toEqual([
      { textSlot: 1 }, { text: ": " }, { value: { op: "countOf", ps: [{ op: "compare", kind: ">", a: { op: "signal", slot: 2 }, b: { op: "number", value: 3 } }], least: 1 }, members: ["false", "true"] },
      { text: ", " }, { value: { op: "countOf", ps: [{ op: "not", x: { op: "truthSignal", slot: 0 } }], least: 1 }, members: ["false", "true"] },
    ]);
    expect(program.rules[0]?.slots.map(({ signal: read }) => read)).toEqual(["p1/running", "p1/operator", "p1/power"]);
    const { program: made } = compiled(`template T(who : text, hot : condition) { when hot severity low message "{who} {hot}" }\nrule R on CentrifugalPump = T(operator, bearing.temperature > 80 degC)`);
    expect(made.rules[0]?.message).toMatchObject([{ textSlot: 0 }, { text: " " }, { value: { op: "countOf" }, members: ["false", "true"] }]);
  });

  it("waits a minute before it cannot decide, and says its name, where the text says nothing", () => {
    expect(compiled("rule R on CentrifugalPump { when running severity low }").program.rules[0]).toMatchObject({ unknownAfterUs: 60_000_000, message: [{ text: "R" }] });
  });

  it("compares enums by index, texts by text, conditions by truth", () => {
    expect(onFirstPump("mode == auto").expr).toMatchObject({ truth: { op: "compare", kind: "==", a: signal(0), b: number(1) } });
    expect(onFirstPump('"hand" != mode').expr).toMatchObject({ truth: { kind: "!=", a: signal(0), b: number(2) } });
    expect(onFirstPump('operator != "bob"').expr).toMatchObject({ truth: { op: "compareText", kind: "!=", slot: 0, text: "bob" } });
    expect(onFirstPump("running == false").expr).toMatchObject({ truth: { op: "not", x: { op: "truthSignal", slot: 0 } } });
  });

  it("carries a signal's staleness limit", () => {
    expect(onFirstPump("level > 3 %").slots).toEqual([{ signal: "p1/level", dataType: "number", staleAfterUs: 60_000_000, strict: false }]);
  });
});

const THERMAL = `model MotorThermal {
  input     power   : kW
  input     ambient : degC
  parameter R       : K/W  = 0.05   in 0.005 .. 0.5
  parameter C       : J/K  = 12 kJ/K
  parameter loss    : 1    = 8 %
  state     T       : degC = ambient
  der(T) = (loss * power - (T - ambient) / R) / C
  output    temperature : degC = T
  output    rise : K = temperature - ambient
}`;

describe("models", () => {
  it("lowers equations to plain arithmetic in the declared units", () => {
    const { program } = compiled(`${THERMAL}\nuse MotorThermal on Motor { power = electrical.power; ambient = 20 degC }`);
    const model = program.uses[0]?.model;
    expect(model?.parameters.map(({ value, low, high }) => [value, low, high])).toEqual([[0.05, 0.005, 0.5], [12_000, undefined, undefined], [0.08, undefined, undefined]]);
    // kW·1 − K/(K/W): the right side is brought to kW; kW/(J/K) is 1000 K/s.
    expect(model?.states[0]).toMatchObject({ name: "T", unit: "Cel", initial: { op: "input", index: 1 }, derivative: { op: "affine", factor: 1000, offset: 0, x: { op: "divide", a: { op: "subtract", b: { op: "affine", factor: 0.001 } } } } });
    expect(model?.outputs[1]).toMatchObject({ unit: "K", value: { op: "subtract", a: { op: "output", index: 0 }, b: { op: "input", index: 1 } } });
  });

  it("ties inputs, parameters of the instance and measured signals", () => {
    const { program } = compiled(`${THERMAL}\nuse MotorThermal as thermal on Motor {\n power = electrical.power\n ambient = parent.parent.ambient.temperature\n R = R\n temperature ~ winding.temperature\n}`);
    expect(program.uses[1]).toMatchObject({
      id: "thermal@m2", name: "thermal", assetId: "m2", parameters: [0.07, 12_000, 0.08],
      inputs: [{ kind: "signal", signal: "m2/electrical-power", factor: 0.001, offset: 0 }, { kind: "signal", signal: "st/ambient-temperature", factor: 1, offset: 0 }],
      compared: [{ output: 0, signal: "m2/winding-temperature", factor: 1.8, offset: 32, unit: "[degF]" }],
    });
  });

  it("marks a use that runs along with the plant, and lets an input have the name of the word", () => {
    const use = (lines: string) => compiled(`model M {\n input live : kW\n output y : kW = live\n}\nuse M on Motor {\n${lines}\n}`).program.uses[0];
    expect(use("live = electrical.power\nlive")).toMatchObject({ live: true, inputs: [{ kind: "signal", signal: "m1/electrical-power" }] });
    expect(use("live = 5\n live")).toMatchObject({ live: true, inputs: [{ kind: "constant", value: 5 }] });
    expect(use("live = electrical.power")).not.toHaveProperty("live");
  });

  it("takes a parameter of one asset from an override", () => {
    const text = `${THERMAL}\nuse MotorThermal as thermal on Motor {\n power = electrical.power\n ambient = 20 degC\n R = R\n}\n`;
    const parametersOf = (more: string) => compiled(text + more).program.uses.map(({ parameters }) => parameters);
    const before = parametersOf("");
    const after = parametersOf("override thermal on `P-102`.motor { R = 0.052 K/W; C = 11.5 kJ/K }");
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toEqual([0.052, 11_500, 0.08]);
  });

  it("feeds one use from another, and reads the parameter where the setting says so", () => {
    const { program } = compiled(`${THERMAL}\nmodel Loss { input p : W\n output heat : W = p / 10 }\nuse Loss on Motor { p = electrical.power }\nuse MotorThermal on Motor { power = Loss.heat\n ambient = 20 degC }`);
    expect(program.uses.find(({ id }) => id === "MotorThermal@m1")?.inputs[0]).toEqual({ kind: "output", use: "Loss@m1", output: 0, factor: 0.001, offset: 0 });
  });
});

describe("units that only the project knows", () => {
  const tank = project.types["Tank"];
  if (!tank) throw new Error("the station has tanks");
  const odd = { ...project, types: { ...project.types, Tank: { ...tank, signals: [{ id: "turbidity", name: "turbidity", unit: "[FooUnits]", dataType: "number" as const }] } } };
  const codes = (expression: string): string[] => compile([{ id: "a.twin", text: `calc a on Tank = ${expression}` }], odd).diagnostics.map(({ code }) => code);

  it("are comparable with themselves alone", () => {
    expect(codes("turbidity > 5 FooUnits")).toEqual([]);
    expect(codes("turbidity * 2 > 5 [FooUnits]")).toEqual([]);
    expect(codes("turbidity > 5 bar")).toEqual(["unit-mismatch"]);
    expect(codes("turbidity > 5 BarUnits")).toEqual(["unknown-unit"]);
  });
});
