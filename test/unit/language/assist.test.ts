import { describe, expect, it } from "vitest";
import { complete, type Completion, definitionAt, documentSymbols, hover, tokenize } from "../../../shared/language/assist.ts";
import { station } from "./station.ts";

const project = station();

const MODEL = `model Thermal {
  input     power : kW
  parameter R : K/W = 0.05
  state     T : degC = 20
  der(T) = power / (1 kJ/K)
  output    temperature : degC = T
}
`;

const TEMPLATES = `template Bright(light : lx) { when light > 500 lx severity low }
/// The plant's standard for bearings.
template HotBearing(temperature : degC, alone : condition, limit : degC = 80) { when temperature > limit and alone severity high }
template LowFlow(flow : m3/h, delay : s) { when flow < 1 m3/h for delay severity low }
`;

/** What is offered at the bar. */
function items(marked: string): readonly Completion[] {
  const offset = marked.indexOf("|");
  return complete([{ id: "a.twin", text: marked.replace("|", "") }], project, "a.twin", offset).items;
}

function offered(marked: string): string[] {
  return items(marked).map(({ label }) => label);
}

function at(marked: string): { readonly texts: { id: string; text: string }[]; readonly offset: number } {
  return { texts: [{ id: "a.twin", text: marked.replace("|", "") }], offset: marked.indexOf("|") };
}

describe("completion", () => {
  it("offers types after on", () => {
    expect(offered("calc a on |")).toEqual(["Station", "CentrifugalPump", "Motor", "Tank"]);
    expect(offered("rule R on Cent|")).toContain("CentrifugalPump");
  });

  it("offers own signals, parameters, calcs, parts, parent and relations where a value is meant", () => {
    const names = offered("calc head on CentrifugalPump = power\ncalc a on CentrifugalPump = |");
    for (const name of ["bearing.temperature", "limit.temperature", "head", "motor.torque", "parent.ambient.temperature", "feeds.level", "`Volume Flow RateRMS`", "abs", "not"]) expect(names).toContain(name);
  });

  it("replaces the whole dotted name", () => {
    const text = "calc a on CentrifugalPump = bearing.te";
    const found = complete([{ id: "a.twin", text }], project, "a.twin", text.length);
    expect(text.slice(found.start, found.end)).toBe("bearing.te");
    expect(found.items.find(({ label }) => label === "bearing.temperature")).toMatchObject({ kind: "signal", detail: "°C", signal: "p1/bearing-temperature" });
  });

  it("follows a path through parts", () => {
    expect(offered("calc a on Motor = parent.parent.|")).toContain("parent.parent.ambient.temperature");
    expect(offered("calc a on CentrifugalPump = motor.|")).toContain("motor.winding.temperature");
  });

  it("offers units of the right dimension after a number, and times after for", () => {
    const units = offered("rule R on CentrifugalPump {\n when bearing.temperature > 80 |");
    expect(units.slice(0, 3)).toEqual(["°C", "K", "°F"]);
    expect(units).not.toContain("bar");
    expect(offered("rule R on CentrifugalPump {\n when running for 5 |")).toEqual(["s", "min", "h", "d", "ms"]);
    expect(offered("calc a on CentrifugalPump = avg(power, 5 min) coverage 90 |")).toEqual(["%"]);
    expect(offered("calc a : |")).toContain("m³/h");
  });

  it("offers the clauses not yet written at the start of a line", () => {
    const clauses = offered("rule R on CentrifugalPump {\n  when running\n  |\n}");
    expect(clauses).toContain("severity");
    expect(clauses).not.toContain("when");
    expect(offered("rule R on CentrifugalPump {\n  severity |")).toEqual(["critical", "high", "medium", "low"]);
  });

  it("offers states, their values, and members of an enum", () => {
    expect(offered("rule R on CentrifugalPump {\n  state |")).toEqual(["health"]);
    expect(offered("rule R on CentrifugalPump {\n  state health = |")).toEqual(["ok", "degraded", "failed"]);
    expect(offered("calc a on CentrifugalPump = mode == |").slice(0, 3)).toEqual(["off", "auto", "hand"]);
  });

  it("offers what a model wants in a use, and names within a model", () => {
    expect(offered(`${MODEL}use |`)).toEqual(["Thermal"]);
    expect(offered(`${MODEL}use Thermal on Motor {\n  power = electrical.power\n  |`)).toEqual(["R", "temperature", "live"]);
    expect(offered(`${MODEL}use Thermal on Motor {\n  power = |`)).toContain("electrical.power");
    expect(offered(MODEL.replace("= T\n", "= |T\n"))).toContain("power");
  });

  it("offers what lines of a model begin with, and its tables among its names", () => {
    const table = "model M {\n  table head(q : m3/h) : m = (0, 1), (1, 2)\n  input q : m3/h\n  ";
    expect(offered(`${table}|`)).toEqual(["input", "parameter", "state", "output", "table", "der", "each", "when", "when every"]);
    expect(offered(`${table}output h : m = |`)).toEqual(expect.arrayContaining(["head", "q", "switch", "linear", "start", "and"]));
    expect(offered("calc a on CentrifugalPump = |")).not.toContain("switch");
  });

  it("offers what functions take, rules and assets to override, and the types of members", () => {
    const own = "def hot(x : degC) = x > 80 degC\nrule R on CentrifugalPump { limit most : kW = 3 when power > most severity low }\n";
    expect(offered(`${own}calc a on CentrifugalPump = |`)).toEqual(expect.arrayContaining(["hot", "avg", "rises", "hysteresis"]));
    expect(offered("def hot(x : degC) = |")).toContain("x");
    expect(offered("template Hot(x : degC) { when x > 80 degC severity low }\nrule R on CentrifugalPump = |")).toEqual(["Hot"]);
    expect(offered(`${own}override |`)).toEqual(["R"]);
    expect(offered(`${own}override R on |`)).toContain("P-101");
    expect(offered(`${own}override R on \`P-101\` {\n  |`)).toEqual(["most"]);
    expect(offered("calc a on Station = sum(children(|")).toContain("CentrifugalPump");
  });

  it("offers names inside the braces of a message, and nothing in other texts and comments", () => {
    expect(offered('rule R on CentrifugalPump {\n message "at {bear|')).toContain("bearing.temperature");
    expect(offered('rule R on CentrifugalPump {\n message "at bear|')).toEqual([]);
    expect(offered("calc a on CentrifugalPump = power // po|")).toEqual([]);
  });

  it("offers definitions on an empty line", () => {
    expect(offered("|")).toEqual(["calc", "rule", "model", "use", "def", "template", "override", "import"]);
    expect(offered(`${MODEL}|`)).toEqual(offered("|"));
  });

  it("offers rules from the project's templates on an empty line, on a type that can fill them, with the values to be given as places", () => {
    const hot = items(`${TEMPLATES}|`).find(({ label }) => label === "rule = HotBearing");
    expect(hot).toEqual({
      label: "rule = HotBearing", kind: "snippet", description: "The plant's standard for bearings.",
      detail: "temperature : degC, alone : condition, limit : degC (may be left out)",
      insert: "rule ${1:Name} on ${2:Station} = HotBearing(${3:temperature}, ${4:alone})",
    });
    expect(items(`${TEMPLATES}|`).find(({ label }) => label === "rule = LowFlow")?.insert).toBe("rule ${1:Name} on ${2:CentrifugalPump} = LowFlow(${3:flow}, ${4:delay})");
    expect(offered(`${TEMPLATES}|`).at(-1)).toBe("rule = Bright");
    expect(complete([{ id: "a.twin", text: TEMPLATES }, { id: "b.twin", text: "" }], project, "b.twin", 0).items.some(({ label }) => label.startsWith("rule ="))).toBe(false);
  });

  it("offers calls of templates where a rule is made from one, first those that the type can fill", () => {
    expect(offered(`${TEMPLATES}rule R on CentrifugalPump = |`)).toEqual(["HotBearing", "LowFlow", "Bright"]);
    expect(offered(`${TEMPLATES}rule R on Station = |`)).toEqual(["HotBearing", "Bright", "LowFlow"]);
    expect(items(`${TEMPLATES}rule R on CentrifugalPump = Low|`).find(({ label }) => label === "LowFlow")?.insert).toBe("LowFlow(${1:flow}, ${2:delay})");
  });
});

describe("hover", () => {
  it("tells a signal's unit and where to find its values", () => {
    const { texts, offset } = at("calc a on CentrifugalPump = bearing.temp|erature > 80 degC");
    expect(hover(texts, project, "a.twin", offset)).toMatchObject({ title: "bearing.temperature", lines: ["°C (a temperature)"], signals: ["p1/bearing-temperature", "p2/bearing-temperature", "p3/bearing-temperature"] });
  });

  it("explains units, types, calcs and words", () => {
    const say = (marked: string): unknown => hover(at(marked).texts, project, "a.twin", at(marked).offset)?.lines;
    expect(say("calc a on CentrifugalPump = power > 3 k|W")).toEqual(["kW (a power)", "UCUM code kW", "1 kW = 1000 W"]);
    expect(say("calc a on Centrifugal|Pump = power")).toEqual(["3 assets: P-101, P-102, P-103"]);
    expect(say("calc load on CentrifugalPump = power\ncalc b on CentrifugalPump = lo|ad * 2")).toEqual(["Calc, kW"]);
    expect(say("calc a on CentrifugalPump = running fo|r 5 min")).toEqual(["True once the condition has been true without a break for this long, the whole closed stretch."]);
  });
});

describe("outline and definitions", () => {
  it("lists the definitions of a text", () => {
    expect(documentSymbols(`${MODEL}use Thermal as t on Motor { power = electrical.power }\ncalc a on Tank = level`).map(({ kind, name, type }) => [kind, name, type])).toEqual([["model", "Thermal", undefined], ["use", "t", "Motor"], ["calc", "a", "Tank"]]);
  });

  it("goes from a name to its calc, its signal, its model's line", () => {
    const go = (marked: string): unknown => definitionAt(at(marked).texts, project, "a.twin", at(marked).offset);
    expect(go("calc head on CentrifugalPump = power\ncalc b on CentrifugalPump = he|ad")).toEqual({ kind: "text", file: "a.twin", start: 5, end: 9 });
    expect(go("calc b on CentrifugalPump = motor.tor|que")).toEqual({ kind: "type", typeId: "Motor", member: "torque" });
    expect(go("calc b on Centrif|ugalPump = power")).toEqual({ kind: "type", typeId: "CentrifugalPump" });
    expect(go(MODEL.replace("der(T) = power", "der(T) = po|wer"))).toEqual({ kind: "text", file: "a.twin", start: MODEL.indexOf("power"), end: MODEL.indexOf("power") + 5 });
    expect(go(`${MODEL}use Ther|mal on Motor { power = electrical.power }`)).toEqual({ kind: "text", file: "a.twin", start: 6, end: 13 });
    expect(go(`${MODEL}use Thermal on Motor { pow|er = electrical.power }`)).toEqual({ kind: "text", file: "a.twin", start: MODEL.indexOf("power"), end: MODEL.indexOf("power") + 5 });
  });
});

describe("colouring", () => {
  it("tells keywords, types, names, numbers, units and texts apart", () => {
    const text = 'rule Hot on Pump {\n  when motor.state > 80 degC for 5 min // why\n  severity high\n  message "x"\n}';
    const kinds = tokenize(text).map(({ start, end, kind }) => `${text.slice(start, end)}:${kind}`);
    for (const expected of ["rule:keyword", "Hot:definition", "on:keyword", "Pump:type", "when:keyword", "state:name", "80:number", "degC:unit", "for:keyword", "min:unit", "// why:comment", "severity:keyword", "high:constant", '"x":text']) expect(kinds).toContain(expected);
  });

  it("tells the word of a live use from an input of that name", () => {
    const kindsOf = (line: string) => tokenize(line).map(({ start, end, kind }) => `${line.slice(start, end)}:${kind}`);
    expect(kindsOf("  live")).toEqual(["live:keyword"]);
    expect(kindsOf("use M on T { live }")).toContain("live:keyword");
    expect(kindsOf("  live = live")).toEqual(["live:name", "=:operator", "live:name"]);
  });
});
