import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { definitionAt, foldingRanges, format, hover, nameAt, referencesAt, renameEdits, semanticTokens, signatureHelp, targetOf, type TextEdit } from "../../../shared/language/assist.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import { lex } from "../../../shared/language/lexer.ts";
import type { Project, TwinText } from "../../../shared/model/project.ts";
import { WRONG } from "./corpus/wrong.ts";
import { station } from "./station.ts";

const project = station();

const LIBRARY = `/// Hot for longer than it should be.
/// Since 2024.
def overheated(x : degC, limit : degC = 80) = x > limit for 5 min
template Hot(t : degC, at : degC = 80) {
  when     overheated(t, at)
  severity high
}
`;
const RULES = `import "library.twin"
// what it costs
/// Power at the shaft.
calc load : kW on CentrifugalPump = power * 2
rule Over on CentrifugalPump {
  limit    most : kW = 3
  when     load > most and overheated(bearing.temperature)
  severity low
  message  "{load} of {most}"
  state    health = degraded
}
rule Bearing on CentrifugalPump = Hot(bearing.temperature)
override Over on \`P-101\` { most = 4 kW }
calc total on Station = sum(children(CentrifugalPump).load)
calc ill on Motor = parent.health == degraded
`;
const texts: TwinText[] = [{ id: "rules.twin", text: RULES }, { id: "library.twin", text: LIBRARY }];

/** The offset in the rules of the n-th place where the word stands. */
function at(word: string, nth = 0, text = RULES): number {
  let offset = -1;
  for (let count = 0; count <= nth; count += 1) offset = text.indexOf(word, offset + 1);
  return offset;
}

function applied(edits: readonly TextEdit[], to: readonly TwinText[] = texts): TwinText[] {
  return to.map(({ id, text }) => {
    const own = edits.filter(({ file }) => file === id).toSorted((a, b) => b.start - a.start);
    return { id, text: own.reduce((whole, { start, end, text: by }) => whole.slice(0, start) + by + whole.slice(end), text) };
  });
}

/** The programs without the places that they come from. */
function meaning(program: CompiledProject): string {
  return JSON.stringify(program, (key, value: unknown) => (key === "position" ? undefined : value));
}

function renamed(offset: number, name: string): TwinText[] {
  const found = nameAt(texts, project, "rules.twin", offset);
  const result = found ? renameEdits(texts, project, found.target, name) : { problem: "nothing there" };
  if ("problem" in result) throw new Error(result.problem);
  return applied(result.edits);
}

describe("references", () => {
  it("finds a calc where it is defined, read, shown and read of members", () => {
    const found = referencesAt(texts, project, "rules.twin", at("load", 1));
    expect(found.map(({ start, end }) => RULES.slice(start, end))).toEqual(["load", "load", "load", "load"]);
    expect(found.filter(({ definition }) => definition)).toHaveLength(1);
  });

  it("finds functions across files, limits with their overrides, states with the rules that set them", () => {
    expect(referencesAt(texts, project, "rules.twin", at("overheated")).map(({ file }) => file)).toEqual(["rules.twin", "library.twin", "library.twin"]);
    expect(referencesAt(texts, project, "rules.twin", at("most"))).toHaveLength(4);
    expect(referencesAt(texts, project, "rules.twin", at("health", 1))).toHaveLength(2);
  });

  it("leads to the definition in whichever file", () => {
    expect(definitionAt(texts, project, "rules.twin", at("overheated"))).toMatchObject({ kind: "text", file: "library.twin", start: LIBRARY.indexOf("overheated") });
    expect(definitionAt(texts, project, "rules.twin", at("Hot("))).toMatchObject({ kind: "text", file: "library.twin" });
    expect(definitionAt(texts, project, "rules.twin", at("most = 4"))).toMatchObject({ kind: "text", start: at("most") });
    expect(definitionAt(texts, project, "rules.twin", at("library"))).toEqual({ kind: "text", file: "library.twin", start: 0, end: 0 });
  });
});

describe("renaming", () => {
  const before = meaning(compile(texts, project).program);

  it.each([["overheated", "too hot"], ["load", "shaft.power"], ["most", "`odd`"], ["Hot(", "Warm"], ["Over on", "Over load"]])("changes %s everywhere, and no program but by the name", (word, name) => {
    const after = compile(renamed(at(word), name), project);
    expect(after.diagnostics).toEqual([]);
    expect(meaning(after.program).length).toBeGreaterThan(before.length / 2);
    expect(after.program.rules).toHaveLength(6);
  });

  it("writes a name in back-quotes where it is no plain word", () => {
    expect(renamed(at("overheated"), "for")[0]?.text).toContain("`for`(bearing.temperature)");
    expect(renamed(at("load"), "load in %")[0]?.text).toContain("{`load in %`} of {most}");
  });

  it("changes a signal's name in the texts before it is renamed in the tree", () => {
    const result = renameEdits(texts, project, targetOf.signal("CentrifugalPump", "bearing-temperature"), "front bearing");
    if ("problem" in result) throw new Error(result.problem);
    const pump = project.types["CentrifugalPump"];
    if (!pump) throw new Error("the station has pumps");
    const type = { ...pump, signals: pump.signals.map((def) => (def.id === "bearing-temperature" ? { ...def, name: "front bearing" } : def)) };
    const renamedProject: Project = { ...project, types: { ...project.types, CentrifugalPump: type } };
    const after = compile(applied(result.edits), renamedProject);
    expect(after.diagnostics).toEqual([]);
    expect(meaning(after.program)).toBe(before);
  });

  it("changes an asset's name where it alone is meant", () => {
    const edits = renameEdits(texts, project, targetOf.asset("p1"), "Feed pump");
    expect(applied("edits" in edits ? edits.edits : [])[0]?.text).toContain("override Over on `Feed pump` {");
    const parts: TwinText[] = [{ id: "a.twin", text: "calc a on CentrifugalPump = motor.torque" }];
    expect(renameEdits(parts, project, targetOf.asset("m1"), "drive")).toEqual({ edits: [] });
  });

  it("refuses a name that is taken, and none", () => {
    const target = targetOf.rule("Over");
    expect(renameEdits(texts, project, target, "Bearing")).toMatchObject({ problem: expect.stringContaining("already a rule called Bearing") as string });
    expect(renameEdits(texts, project, target, "  ")).toMatchObject({ problem: expect.stringContaining("at least one letter") as string });
  });
});

describe("hover over what texts define", () => {
  const told = (offset: number): readonly string[] | undefined => hover(texts, project, "rules.twin", offset)?.lines;

  it("shows doc comments of functions and calcs, limits and the origin of states", () => {
    expect(told(at("overheated"))).toEqual(["Hot for longer than it should be.", "Since 2024.", "Function, in library.twin"]);
    expect(told(at("load", 1))).toEqual(["Power at the shaft.", "Calc, kW"]);
    expect(told(at("most", 1))).toEqual(["Limit of rule Over: most : kW = 3"]);
    expect(told(at("parent.health"))).toEqual(["Operational state, ok | degraded | failed", "Set by Over; the first of them while none of their alarms is active."]);
  });

  it("shows the type that members are of", () => {
    expect(told(at("CentrifugalPump).load"))).toEqual(["3 assets: P-101, P-102, P-103"]);
  });

  it("shows how a function is called", () => {
    expect(told(at("sum"))?.[0]).toContain("sum(…)");
  });
});

describe("signature help", () => {
  const help = (marked: string): string | undefined => {
    const offset = marked.indexOf("|");
    const found = signatureHelp([{ id: "rules.twin", text: `import "library.twin"\n${marked.replace("|", "")}` }, { id: "library.twin", text: LIBRARY }], "rules.twin", offset + 22);
    const signature = found?.signatures[found.activeSignature];
    const [start, end] = signature?.operands[found?.activeOperand ?? 0] ?? [0, 0];
    return signature && `${signature.label} ${signature.label.slice(start, end)}`;
  };

  it("says how the call the cursor stands in goes on", () => {
    expect(help("calc a on P = avg(|")).toBe("avg(x, W) x");
    expect(help("calc a on P = avg(power, |")).toBe("avg(x, W) W");
    expect(help("calc a on P = avg(abs(power), (3|")).toBe("avg(x, W) W");
    expect(help("calc a on P = overheated(t, |")).toBe("overheated(x : degC, limit : degC = …) limit : degC = …");
    expect(help("calc a on P = avg(power, 5 min) + |")).toBeUndefined();
  });
});

describe("folding and colours by meaning", () => {
  it("folds definitions, comments and imports", () => {
    expect(foldingRanges(RULES)).toEqual([{ startLine: 1, endLine: 2, kind: "comment" }, { startLine: 4, endLine: 10, kind: "definition" }]);
    expect(foldingRanges('import "a"\nimport "b"\n')).toEqual([{ startLine: 0, endLine: 1, kind: "imports" }]);
  });

  it("tells what names mean", () => {
    const kinds = semanticTokens(texts, project, "rules.twin").map(({ start, end, kind }) => `${RULES.slice(start, end)}:${kind}`);
    for (const expected of ["load:calc", "CentrifugalPump:type", "most:limit", "bearing.temperature:signal", "overheated:def", "health:state", "`P-101`:asset", "Hot:template"]) expect(kinds).toContain(expected);
  });
});

const reference = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
const examples = [...reference.matchAll(/```twin\n([^]*?)```/g)].map(([, text = ""]) => text);
const rightTexts = [...examples, RULES, LIBRARY, ...WRONG.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed]))];

/** The text with other blanks between its tokens, where blanks mean nothing. */
function unset(text: string, blanks: readonly number[]): string {
  let result = "";
  let last = 0;
  for (const [index, { start, end, kind }] of lex(text).entries()) {
    const gap = text.slice(last, start);
    const more = kind !== "unit" && kind !== "end" && gap.includes(" ") ? " ".repeat(blanks[index % blanks.length] ?? 0) : "";
    result += gap + more + text.slice(start, end);
    last = end;
  }
  return result + text.slice(last);
}

describe("formatting", () => {
  it("sets clauses, names, units and values under each other", () => {
    expect(format("rule  R on P{\nwhen   bearing.temperature>80 degC   for 5 min // hot\n   and not(running)\n limit hot:degC=80\n limit warmer : degC = 70\nunknown after 5min\nlatched\n\n\nseverity high\n}\n\n\n\ncalc a:kW on P=-power+( 3 kW  *avg( power , 5 min )coverage 90 % )\n")).toBe(`rule R on P {
  when     bearing.temperature > 80 degC for 5 min  // hot
    and not (running)
  limit    hot    : degC = 80
  limit    warmer : degC = 70
  unknown after 5 min
  latched

  severity high
}

calc a : kW on P = -power + (3 kW * avg(power, 5 min) coverage 90 %)
`);
  });

  it("sets a model's events as blocks and its tables apart from its columns", () => {
    expect(format("model M{\ninput q:m3/h linear\nparameter R:K/W=0.05±0.005 in 0..1\nstate level:m=0 nominal 0.1 m\ntable head(q:m3/h):m=(0,1),(1,2)\nwhen level>3 m and not(q<1 m3/h){\nlevel=0 m\n}\nwhen every 30 min { level = level+1 m }\noutput h:m=head(q)+level start 2 m\n}\n")).toBe(`model M {
  input     q     : m3/h linear
  parameter R     : K/W = 0.05 ± 0.005 in 0 .. 1
  state     level : m   = 0 nominal 0.1 m
  table     head(q : m3/h) : m = (0, 1), (1, 2)
  when level > 3 m and not (q < 1 m3/h) {
    level = 0 m
  }
  when every 30 min { level = level + 1 m }
  output    h     : m   = head(q) + level start 2 m
}
`);
  });

  it("leaves the word of a live use on a line of its own", () => {
    expect(format("use M on Motor{\npower=electrical.power\n  live\nT~winding.temperature\n}\n")).toBe("use M on Motor {\n  power = electrical.power\n  live\n  T     ~ winding.temperature\n}\n");
  });

  it("finds a model's states where events set them, and its tables where they are read", () => {
    const text = "model M {\n input q : m3/h\n table head(q : m3/h) : m = (0, 1), (1, 2)\n state low : m = 0\n when head(q) < low + 1 m { low = head(q) }\n output h : m = low\n}\n";
    const files = [{ id: "m.twin", text }];
    expect(referencesAt(files, project, "m.twin", text.indexOf("low"))).toHaveLength(4);
    expect(referencesAt(files, project, "m.twin", text.indexOf("head"))).toHaveLength(3);
  });

  it("leaves a text with a syntax error as it is", () => {
    expect(format("calc  a on = power")).toBe("calc  a on = power");
  });

  it("changes no program, keeps every comment, and is content with its own work", () => {
    fc.assert(fc.property(fc.constantFrom(...rightTexts), fc.array(fc.nat(3), { minLength: 1, maxLength: 30 }), (text, blanks) => {
      const loose = unset(text, blanks);
      const set = format(loose);
      expect(format(set)).toBe(set);
      const files = (of: string): TwinText[] => [{ id: "a.twin", text: of }, { id: "library.twin", text: LIBRARY }, { id: "library/pump.twin", text: "" }];
      expect(meaning(compile(files(set), project).program)).toBe(meaning(compile(files(loose), project).program));
      const comments = (of: string): string[] => lex(of).filter(({ kind }) => kind === "comment").map(({ value }) => value.trimEnd());
      expect(comments(set)).toEqual(comments(loose));
    }), { numRuns: 300 });
  }, 120_000);
});
