/**
 * A system of uses as plain JavaScript arithmetic on typed arrays, without allocation per step.
 *
 * The text made here holds numbers, operators, our helper names and slot indices only: never a string or a name from the
 * project. It is compiled in a worker thread, nowhere else.
 */
import { type Block, evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { ModelEvent, ModelTable, UseProgram } from "../../../shared/language/ir.ts";
import { compileFunction, slotIndex } from "./codeText.ts";
import { DelayLine } from "./DelayLine.ts";
import { compileLoop, generateLoop, type LoopBodies } from "./generateLoop.ts";
import { layoutOf, offsetOf, StepTexts, type Layout } from "./generateSteps.ts";
import type { LoopSolver } from "./LoopSolver.ts";
import { MOST_INSTANTS } from "./OutputRecorder.ts";
import { POWERS } from "./StepMethod.ts";
import { TableNumbers } from "./tables.ts";

/** Values that are worked out a line each; loops over a few take a seventh more time, lines for hundreds would make code too long to be optimised. */
const MOST_UNROLLED = 32;

/** One `when` of one use. */
export interface SystemEvent {
  readonly use: number;
  readonly event: ModelEvent;
}

/** `r` holds which relations are taken to hold, 1 or 0, until the next event. */
export interface CompiledSystem {
  readonly layout: Layout;
  /** Algebraic loops: those at the start, and those on the way. */
  readonly startLoops: readonly LoopSolver[];
  readonly loops: readonly LoopSolver[];
  /** What the delays of all uses remember, in the order of the layout. */
  readonly delays: readonly DelayLine[];
  /** All `when` of the system, in its order. */
  readonly events: readonly SystemEvent[];
  /** Derivatives per second and outputs, from states, inputs and parameters. */
  readonly evaluate: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, dy: Float64Array, out: Float64Array) => void;
  /** The outputs alone. */
  readonly observe: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array) => void;
  /** The outputs at `count` shares of a step, by its dense output (`StepMethod`), into `kept`: output by output, `MOST_INSTANTS` places for each. `y` and `out` are where each instant is worked out. */
  readonly observeAll: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, count: number, shares: Float64Array, dense: Float64Array, kept: Float64Array) => void;
  /** Start values of the states. One may start from another use's output. */
  readonly initialise: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array) => void;
  /** Which relations hold at y, into `next`. */
  readonly relate: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, next: Uint8Array) => void;
  /** Which conditions of events hold by r, into `holds`; 0 for those that come by the clock. */
  readonly conditions: (r: Uint8Array, holds: Uint8Array) => void;
  /** How long each delay is, in seconds, into `next`. */
  readonly lags: (p: Float64Array, next: Float64Array) => void;
  /** What each delay delays, into `next`; `delayedAtStart` when `initialise` has filled the outputs and nothing is remembered yet. */
  readonly delayed: (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, next: Float64Array) => void;
  readonly delayedAtStart: CompiledSystem["delayed"];
  /** The states that one event sets, into `next`, from the values and outputs before it. */
  readonly fire: (event: number, y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, next: Float64Array) => void;
}

type BodyName = "evaluate" | "observe" | "observeAll" | "initialise" | "relate" | "conditions" | "lags" | "delayed" | "delayedAtStart" | "fire";

export interface SystemBodies extends Record<BodyName, string> {
  readonly tables: readonly ModelTable[];
  readonly startLoops: readonly LoopBodies[];
  readonly loops: readonly LoopBodies[];
}

/** The bodies of a system's functions as text, with the tables they read; separate from compiling them so that tests can search them. */
export function generateBodies(uses: readonly UseProgram[]): SystemBodies {
  const layout = layoutOf(uses);
  const { offsets, clock } = layout;
  const tables = new TableNumbers();
  const running = new StepTexts(uses, tables, { atStart: false });
  const starting = new StepTexts(uses, tables, { atStart: true });
  const sequence = (texts: StepTexts, blocks: readonly Block[]): { readonly lines: string[]; readonly loops: readonly LoopBodies[] } => {
    const loops: LoopBodies[] = [];
    const lines = blocks.map((block) => (block.kind === "loop" ? `loops[${loops.push(generateLoop(uses, block, texts)) - 1}](y,u,p,r,out);` : texts.statement(block)));
    return { lines, loops };
  };
  const outputs = sequence(running, evaluationOrder(uses, { atStart: false }));
  const start = sequence(starting, evaluationOrder(uses, { atStart: true }));
  const body: Record<BodyName, string[]> = { evaluate: [...outputs.lines], observe: outputs.lines, observeAll: observeAllLines(layout, outputs.lines), initialise: start.lines, relate: [...outputs.lines], conditions: [], lags: [], delayed: [...outputs.lines], delayedAtStart: [], fire: [] };
  let events = 0;
  uses.forEach(({ model }, use) => {
    const at = offsetOf(offsets, use);
    body.evaluate.push(...model.states.map((state, i) => `dy[${at.state + i}]=${running.expression(use, state.derivative)};`));
    body.relate.push(...model.relations.map((relation, i) => `next[${at.relation + i}]=${running.relation(use, relation)};`));
    model.delays.forEach(({ x, seconds }, i) => {
      body.lags.push(`next[${at.delayed + i}]=${running.expression(use, seconds)};`);
      body.delayedAtStart.push(`next[${at.delayed + i}]=${starting.expression(use, x)};`);
      body.delayed.push(`next[${at.delayed + i}]=${running.expression(use, x)};`);
    });
    for (const { when, sets } of model.events) {
      body.conditions.push(`holds[${events}]=${when.kind === "condition" ? running.expression(use, when.condition) : "0"};`);
      body.fire.push(`case ${events}:${sets.map(({ state, value }) => `next[${at.state + slotIndex(state)}]=${running.expression(use, value)};`).join("")}break;`);
      events += 1;
    }
  });
  if (clock !== undefined) body.evaluate.push(`dy[${clock}]=1;`);
  const joined = (name: BodyName) => body[name].join("\n");
  return { evaluate: joined("evaluate"), observe: joined("observe"), observeAll: joined("observeAll"), initialise: joined("initialise"), relate: joined("relate"), conditions: joined("conditions"), lags: joined("lags"), delayed: joined("delayed"), delayedAtStart: joined("delayedAtStart"), fire: `switch(event){${joined("fire")}}`, tables: tables.tables, loops: outputs.loops, startLoops: start.loops };
}

/** Interpolation and outputs in one pass: most of a long run's time goes into what is kept. */
function observeAllLines({ states, outputs }: Layout, lines: readonly string[]): string[] {
  return [
    "for(let i=0;i<count;i++){const x=shares[i];",
    ...forEach(states, (s) => `y[${s}]=dense[${s}*${POWERS}]+x*(dense[${s}*${POWERS}+1]+x*(dense[${s}*${POWERS}+2]+x*(dense[${s}*${POWERS}+3]+x*dense[${s}*${POWERS}+4])));`),
    ...lines,
    ...forEach(outputs, (o) => `kept[${o}*${MOST_INSTANTS}+i]=out[${o}];`),
    "}",
  ];
}

/** A line for each index; of many a loop. */
function forEach(count: number, line: (index: string) => string): string[] {
  return count <= MOST_UNROLLED ? Array.from({ length: count }, (_, index) => line(String(index))) : [`for(let j=0;j<${count};j++){${line("j")}}`];
}

/** Compiles a sorted system. Call in a worker only. */
export function compileSystem(uses: readonly UseProgram[]): CompiledSystem {
  const bodies = generateBodies(uses);
  const layout = layoutOf(uses);
  const delays = Array.from({ length: layout.delays }, () => new DelayLine());
  const { tables } = bodies;
  const loops = bodies.loops.map((loop) => compileLoop(loop, { tables, delays }));
  const startLoops = bodies.startLoops.map((loop) => compileLoop(loop, { tables, delays }));
  const compiled = (name: BodyName, ...args: string[]) => compileFunction(args, bodies[name], { tables, delays, loops: (name === "initialise" ? startLoops : loops).map((loop) => loop.solve) });
  return {
    layout, loops, startLoops, delays,
    events: uses.flatMap(({ model }, use) => model.events.map((event) => ({ use, event }))),
    // The generated functions have exactly these arguments; the compiler of the platform cannot know.
    evaluate: compiled("evaluate", "y", "u", "p", "r", "dy", "out") as CompiledSystem["evaluate"],
    observe: compiled("observe", "y", "u", "p", "r", "out") as CompiledSystem["observe"],
    observeAll: compiled("observeAll", "y", "u", "p", "r", "out", "count", "shares", "dense", "kept") as CompiledSystem["observeAll"],
    initialise: compiled("initialise", "y", "u", "p", "r", "out") as CompiledSystem["initialise"],
    relate: compiled("relate", "y", "u", "p", "r", "out", "next") as CompiledSystem["relate"],
    conditions: compiled("conditions", "r", "holds") as CompiledSystem["conditions"],
    lags: compiled("lags", "p", "next") as CompiledSystem["lags"],
    delayed: compiled("delayed", "y", "u", "p", "r", "out", "next") as CompiledSystem["delayed"],
    delayedAtStart: compiled("delayedAtStart", "y", "u", "p", "r", "out", "next") as CompiledSystem["delayed"],
    fire: compiled("fire", "event", "y", "u", "p", "r", "out", "next") as CompiledSystem["fire"],
  };
}
