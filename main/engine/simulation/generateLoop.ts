/**
 * An algebraic loop as code: how far its unknowns are from what follows from them, and how that moves with each of them,
 * differentiated from the expressions around the loop. Solves nothing itself.
 */
import { delayAt, type AlgebraicLoop, type Step } from "../../../shared/language/evaluationOrder.ts";
import type { ModelTable, UseProgram } from "../../../shared/language/ir.ts";
import { compileFunction, fail, slotIndex, type CodeParts } from "./codeText.ts";
import { ExpressionGraph, outputVariable, type NodeId } from "./ExpressionGraph.ts";
import { layoutOf, offsetOf, type StepTexts, stepValue } from "./generateSteps.ts";
import { LoopSolver, type Residual, type Slopes } from "./LoopSolver.ts";
import { lowerExpression } from "./lowerExpression.ts";

export interface LoopBodies {
  readonly loop: AlgebraicLoop;
  /** Places of the unknowns among the outputs. */
  readonly slots: readonly number[];
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  /** Works out the rest of the loop and fills `g`. */
  readonly residual: string;
  /** Fills `matrix` with d(g[row])/d(unknown), row by row. */
  readonly slopes: string;
  readonly slopeTables: readonly ModelTable[];
  /** Whether one step of Newton's method is exact. */
  readonly isLinear: boolean;
}

export function generateLoop(uses: readonly UseProgram[], loop: AlgebraicLoop, texts: StepTexts): LoopBodies {
  if (loop.trouble !== undefined) return fail(loop.trouble);
  const { offsets } = layoutOf(uses);
  const slotOf = ({ use, index }: Step): number => offsetOf(offsets, use).output + index;
  const slots = loop.unknowns.map(slotOf);
  const output = ({ use, index }: Step) => uses[use]?.model.outputs[index] ?? fail("a model refers to a slot that does not exist");
  const residual = [
    ...loop.rest.map((step) => texts.statement(step)),
    ...loop.unknowns.map((step, row) => `g[${row}]=${texts.expression(step.use, output(step).value)}-${texts.target(step)};`),
  ].join("\n");
  const graph = new ExpressionGraph();
  const nodes = loopNodes(graph, uses, loop, texts.atStart);
  const targets: { target: string; node: NodeId }[] = [];
  nodes.forEach((node, row) => slots.forEach((slot, column) => {
    const slope = graph.derivative(node, outputVariable(slot)) ?? graph.number(0);
    targets.push({ target: `matrix[${row * slots.length + column}]`, node: row === column ? graph.operation("subtract", slope, graph.number(1)) : slope });
  }));
  return {
    loop, slots, residual, slopes: graph.statements(targets), slopeTables: graph.tables, isLinear: loop.linear && !texts.atStart,
    starts: loop.unknowns.map((step) => output(step).start ?? 0),
    sizes: loop.unknowns.map((step) => output(step).nominal ?? (Math.abs(output(step).start ?? 0) || 1)),
  };
}

/** What each unknown is said to be, by the unknowns and what does not depend on them. */
function loopNodes(graph: ExpressionGraph, uses: readonly UseProgram[], { unknowns, rest }: AlgebraicLoop, atStart: boolean): NodeId[] {
  const { offsets, clock } = layoutOf(uses);
  const places = new Map(uses.map(({ id }, use) => [id, use]));
  const known = new Map<string, NodeId>();
  const outputAt = (slot: number): NodeId => known.get(`output ${slot}`) ?? graph.slot("output", slot);
  const nodeOf = (step: Step): NodeId => {
    const value = stepValue(uses, places, step);
    if (value.kind === "connected") return graph.affine(outputAt(offsetOf(offsets, value.use).output + value.output), value.factor, value.offset);
    const at = offsetOf(offsets, step.use);
    const lower = (expr: typeof value.expr): NodeId => lowerExpression(graph, expr, ({ op, index }) => {
      if (op === "output") return outputAt(at.output + index);
      const model = uses[step.use]?.model ?? fail("a use has no place in the layout");
      if (op === "delayed") return atStart ? lower(delayAt(model, index).x) : graph.delayed(at.delayed + index, clock ?? fail("a delay has no clock"));
      const relation = atStart && op === "relation" ? model.relations[index] : undefined;
      // Not held yet: as it is, which is constant between its jumps.
      if (relation) return relation.orEqual ? graph.operation("not", graph.operation("ifBelow", lower(relation.a), lower(relation.b), graph.number(1), graph.number(0))) : graph.operation("ifBelow", lower(relation.b), lower(relation.a), graph.number(1), graph.number(0));
      return known.get(`${op} ${at[op] + slotIndex(index)}`) ?? graph.slot(op, at[op] + slotIndex(index));
    });
    return lower(value.expr);
  };
  for (const step of rest) known.set(`${step.kind} ${offsetOf(offsets, step.use)[step.kind] + step.index}`, nodeOf(step));
  return unknowns.map(nodeOf);
}

/** Compiles it. Call in a worker only. */
export function compileLoop({ residual, slopes, slopeTables, ...loop }: LoopBodies, parts: CodeParts): LoopSolver {
  return new LoopSolver({
    ...loop,
    // The generated functions have exactly these arguments; the compiler of the platform cannot know.
    residual: compileFunction(["y", "u", "p", "r", "out", "g"], residual, parts) as Residual,
    slopes: compileFunction(["y", "u", "p", "r", "out", "matrix"], slopes, { ...parts, tables: slopeTables }) as Slopes,
  });
}
