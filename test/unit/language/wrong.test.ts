import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { DiagnosticSink } from "../../../shared/language/diagnostics.ts";
import { parse } from "../../../shared/language/parser.ts";
import { WRONG } from "./corpus/wrong.ts";
import { station } from "./station.ts";

const project = station();

/** Those that leave the other of two things with one name, or the rule that an override is about. */
const HARMLESS: ReadonlySet<string> = new Set(["duplicate-definition"]);

describe("wrong texts", () => {
  it.each(WRONG)("tells of $about", ({ text: marked, code, says, fixed, files = [] }) => {
    const start = marked.indexOf("«");
    const end = marked.indexOf("»") - 1;
    const text = marked.replace("«", "").replace("»", "");
    const [first] = compile([{ id: "a.twin", text }, ...files], project).diagnostics;
    expect(first).toMatchObject({ code });
    expect(text.slice(first?.start, first?.end)).toBe(text.slice(start, end));
    if (says !== undefined) expect(first?.message).toContain(says);
    if (fixed === undefined) return;
    const fix = first?.fix;
    expect(fix && text.slice(0, fix.start) + fix.text + text.slice(fix.end)).toBe(fixed);
  });

  it.each(WRONG.filter(({ fixed }) => fixed !== undefined))("is content after the fix of $about", ({ fixed = "", files = [] }) => {
    const { program, diagnostics } = compile([{ id: "a.twin", text: fixed }, ...files], project);
    expect(diagnostics.filter((found) => found.severity === "error")).toEqual([]);
    // What no error is told of is there, on each asset of its type, or listed with why not.
    const made = [...program.calcs, ...program.rules, ...program.uses, ...program.notApplicable].filter(({ position }) => position.file === "a.twin");
    const meant = parse("a.twin", fixed, new DiagnosticSink("a.twin")).definitions.flatMap((definition) => ("type" in definition ? Object.values(project.assets).filter(({ type }) => type === definition.type.name) : []));
    expect(made).toHaveLength(meant.length);
  });

  it.each(WRONG)("makes nothing of the definition with $about", ({ text: marked, code }) => {
    const text = marked.replace("«", "").replace("»", "");
    const start = marked.indexOf("«");
    const { program, diagnostics } = compile([{ id: "a.twin", text }], project);
    if (diagnostics.every(({ severity }) => severity === "warning") || HARMLESS.has(code)) return;
    const wrong = [...program.calcs, ...program.rules, ...program.uses].filter(({ position }) => position.start <= start && start < position.end);
    expect(wrong).toEqual([]);
  });

  it("number a hundred and twenty and more, with every code that the compiler can tell", () => {
    const folder = new URL("../../../shared/language/", import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(new URL(name, folder), "utf8"));
    const told = sources.flatMap((source) => [...source.matchAll(/(?:report|[tT]ell|fail|#broken)\([^"`]*, "([a-z-]+)"/g)].map(([, code = ""]) => code));
    const covered = new Set(WRONG.map(({ code }) => code));
    expect(WRONG.length).toBeGreaterThanOrEqual(120);
    // Told of types without assets alone, which the station does not have; programs.test.ts holds it.
    expect([...new Set(told)].filter((code) => !covered.has(code)).sort()).toEqual(["no-instances"]);
  });

  it("shows ten errors of a file with ten errors", () => {
    const lines = ["power > 3", "powr", "avg(power, 5)", "(power", "power + flow", "mode == x", "running for 5", "power >", "3 m / s", "power = 3 kW"];
    const text = lines.map((line, index) => `calc c${index} on CentrifugalPump = ${line}`).join("\n");
    const found = compile([{ id: "a.twin", text }], project).diagnostics;
    expect(found).toHaveLength(10);
    expect(new Set(found.map(({ start }) => text.slice(0, start).split("\n").length)).size).toBe(10);
  });

  it("keeps the definitions around a broken one", () => {
    const text = "calc a on CentrifugalPump = power\nrule broken on CentrifugalPump {\n  when (power >\n  severity\ncalc b on CentrifugalPump = flow\nmodel {\nrule fine on CentrifugalPump { when running severity low }";
    const { program } = compile([{ id: "a.twin", text }], project);
    expect(new Set(program.calcs.map(({ name }) => name))).toEqual(new Set(["a", "b"]));
    expect(new Set(program.rules.map(({ rule }) => rule))).toEqual(new Set(["fine"]));
  });
});
