/** How long a text of 2,000 lines takes: reading, compiling for few and many assets, and help at the cursor. */
import { complete, tokenize } from "../../shared/language/assist.ts";
import { compile } from "../../shared/language/compile.ts";
import { DiagnosticSink } from "../../shared/language/diagnostics.ts";
import { parse } from "../../shared/language/parser.ts";
import type { Project } from "../../shared/model/project.ts";
import { station } from "../unit/language/station.ts";
import { progress } from "./progress.ts";

const RULES = 222;
const WARM_UP = 5;
const ROUNDS = 15;
/** Work of seconds is not repeated as often: its spread is small beside it. */
const LONG_MS = 500;
const LONG_ROUNDS = 3;

/** 2,000 lines: rules of eight lines with a blank between, as a reliability engineer would write them. */
function text(): string {
  return Array.from({ length: RULES }, (_, index) => `rule Rule${index} on CentrifugalPump {
  when     bearing.temperature > ${60 + (index % 40)} degC for 5 min
           and (power > ${index % 7} kW or flow < 10 L/min)
  clear    bearing.temperature < 50 degC for 1 min
  severity high
  message  "Bearing at {bearing.temperature} on {asset.name}"
  advise   "Reduce speed and inspect"
}
`).join("\n");
}

/** The station with as many pumps as asked for. */
function stationOf(pumps: number): Project {
  const project = station();
  const first = project.assets["p1"];
  if (!first) return project;
  const more = Array.from({ length: pumps - 3 }, (_, index) => ({ ...first, id: `extra${index}`, name: `P-${1000 + index}` }));
  return { ...project, assets: { ...project.assets, ...Object.fromEntries(more.map((asset) => [asset.id, asset])) } };
}

/** Processor time, which a busy machine distorts little. */
function medianMs(name: string, work: () => void): [string, number] {
  progress(name);
  const once = (): number => {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  const isLong = once() > LONG_MS;
  for (let round = 1; round < WARM_UP && !isLong; round += 1) once();
  const times = Array.from({ length: isLong ? LONG_ROUNDS : ROUNDS }, once).toSorted((a, b) => a - b);
  return [name, Math.round((times[times.length >> 1] ?? NaN) * 10) / 10];
}

export function run(): { readonly title: string; readonly columns: string[]; readonly rows: (string | number)[][]; readonly note: string } {
  const source = text();
  const texts = [{ id: "a.twin", text: source }];
  const few = stationOf(3);
  const many = stationOf(1_000);
  const offset = source.lastIndexOf("bearing.temperature") + 8;
  return {
    title: `Language, ${source.split("\n").length} lines, ${RULES} rules`,
    columns: ["work", "processor ms (median)"],
    rows: [
      medianMs("read to a syntax tree", () => void parse("a.twin", source, new DiagnosticSink("a.twin"))),
      medianMs("compile for 3 pumps", () => void compile(texts, few)),
      medianMs("compile for 1,000 pumps (222,000 rule programs)", () => void compile(texts, many)),
      medianMs("completion at the cursor", () => void complete(texts, few, "a.twin", offset)),
      medianMs("colours", () => void tokenize(source)),
    ],
    note: "Baseline of the design trials: lexer and parser 7 ms warm, chevrotain 11, lezer 25, langium 98–301.",
  };
}
