/** The worked examples of the reference, from text to intervals, on all three machines. */
import { readFileSync } from "node:fs";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";
import { interpret, sqlDecides, type Interval } from "../../../shared/language/machines/index.ts";
import type { Project, SignalDef } from "../../../shared/model/project.ts";
import type { Arrival } from "./arbitraries.ts";
import { inputsOf, queryRule, streamRule } from "./machines.ts";

type Sample = readonly [number, number | null] | readonly [number, number | null, "bad" | "uncertain"];
type Expected = readonly [number, number | null] | readonly [number, number | null, boolean];

interface Vector {
  readonly title: string;
  readonly rule: string;
  readonly signals: Readonly<Record<string, readonly Sample[]>>;
  readonly gaps?: Readonly<Record<string, readonly number[]>>;
  readonly confirmations?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly stale?: Readonly<Record<string, number>>;
  readonly span?: readonly [number, number];
  readonly active: readonly Expected[];
  readonly unknown?: readonly Expected[];
}

const T0 = 1_767_225_600_000_000;
const STATUS = { bad: 0x80000000, uncertain: 0x40000000 } as const;
const { vectors } = JSON.parse(readFileSync(new URL("../../../docs/language/vectors.json", import.meta.url), "utf8")) as { vectors: Vector[] }; // our own file

const at = (seconds: number): number => T0 + Math.round(seconds * 1e6);

function projectOf(vector: Vector): Project {
  const stale = (name: string): Partial<SignalDef> => (vector.stale?.[name] === undefined ? {} : { staleAfterUs: vector.stale[name] * 1e6 });
  const signals: SignalDef[] = [
    { id: "x", name: "x", unit: "Cel", dataType: "number", ...stale("x") },
    { id: "y", name: "y", unit: "Cel", dataType: "number", ...stale("y") },
    { id: "on", name: "on", dataType: "boolean", ...stale("on") },
    { id: "mode", name: "mode", dataType: "enum", members: ["auto", "manual", "off"], ...stale("mode") },
  ];
  return {
    settings: {}, sources: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {},
    types: { t: { id: "t", name: "Machine", signals, parameters: [], states: [], look: { shape: "box", size: [1, 1, 1] } } },
    assets: { a: { id: "a", name: "A", type: "t", order: 1, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 } } },
  };
}

function programOf(vector: Vector): RuleProgram {
  const { program, diagnostics } = compile([{ id: "rules/vector.twin", text: `rule Vector on Machine {\n  ${vector.rule}\n  severity high\n}\n` }], projectOf(vector));
  const [rule] = program.rules;
  if (rule === undefined) throw new Error(`${vector.title}: ${JSON.stringify(diagnostics)}`);
  return rule;
}

/** Everything that arrives, by the slots of the program. */
function arrivalsOf(vector: Vector, program: RuleProgram): Arrival[] {
  return program.slots.flatMap(({ signal }, slot): Arrival[] => {
    const name = signal.slice(signal.indexOf("/") + 1);
    const samples = (vector.signals[name] ?? []).map(([seconds, value, quality]): Arrival =>
      ({ kind: "sample", slot, tUs: at(seconds), delayUs: 0, value: value ?? NaN, text: undefined, status: quality ? STATUS[quality] : 0, flags: 0 }));
    const gaps = (vector.gaps?.[name] ?? []).map((seconds): Arrival => ({ kind: "gap", slot, tUs: at(seconds), delayUs: 0 }));
    const confirmations = (vector.confirmations?.[name] ?? []).map(([from, to]): Arrival =>
      ({ kind: "confirmation", slot, tUs: at(from), delayUs: 0, confirmed: { fromUs: at(from), toUs: at(to) } }));
    return [...samples, ...gaps, ...confirmations];
  }).sort((a, b) => a.tUs - b.tUs);
}

function intervals(expected: readonly Expected[] = []): Interval[] {
  return expected.map(([from, to, truncated = false]) => ({ fromUs: at(from), ...(to !== null && { toUs: at(to) }), truncated }));
}

describe("the worked examples hold on every machine that decides them", () => {
  let database: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    database = await DuckDBInstance.create(":memory:", { threads: "1" });
    connection = await database.connect();
  });
  afterAll(() => {
    connection.closeSync();
    database.closeSync();
  });

  for (const vector of vectors) it(vector.title, async () => {
    const program = programOf(vector);
    const arrivals = arrivalsOf(vector, program);
    const stamps = arrivals.flatMap((arrival) => (arrival.kind === "sample" ? [arrival.tUs] : []));
    const span = vector.span ? { fromUs: at(vector.span[0]), toUs: at(vector.span[1]) } : { fromUs: Math.min(...stamps), toUs: Math.max(...stamps) };
    const expected = { active: intervals(vector.active), unknown: intervals(vector.unknown) };
    expect(interpret(program, inputsOf(arrivals).slice(0, program.slots.length), span)).toEqual(expected);
    expect(streamRule(program, arrivals, ["restart"], span)).toEqual(expected);
    if (sqlDecides(program)) expect(await queryRule(connection, program, [arrivals], span, false)).toEqual([expected]);
  });
});
