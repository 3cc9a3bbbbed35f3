/**
 * The Jacobian of a system, differentiated from its expressions: outputs that are read and inputs that come from other
 * uses' outputs are followed, so that a state's derivative is known by every state it depends on. The unknowns of algebraic
 * loops are variables of their own, put back by the implicit function theorem. Inputs are held over a step, and
 * delays are read by a clock that is a state, so nothing depends on time by itself.
 */
import { evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { ModelTable, UseProgram } from "../../../shared/language/ir.ts";
import { compileFunction, fail, slotIndex } from "./codeText.ts";
import type { DelayLine } from "./DelayLine.ts";
import { ExpressionGraph, outputVariable, type NodeId } from "./ExpressionGraph.ts";
import { layoutOf, offsetOf, stepValue } from "./generateSteps.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { LuFactors } from "./LuFactors.ts";

/** Fills d(dy[row])/d(y[column]) row by row; `out` are the outputs there. Entries that are zero whatever the values are left as they are. */
export type Jacobian = (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, jacobian: Float64Array) => void;

/** A full matrix of more is slower to factor than the steps it saves; sparse ones are not here. */
export const MAX_JACOBIAN_STATES = 300;
/** Beyond this the code would take longer to compile than most runs take. */
const MAX_NODES = 200_000;

export interface JacobianBody {
  /** Fills a matrix over the states, then the unknowns of loops. */
  readonly body: string;
  readonly tables: readonly ModelTable[];
  readonly states: number;
  readonly unknowns: number;
}

/** The body of the Jacobian as text, with the tables it reads; undefined where the system is too large for one. */
export function generateJacobianBody(uses: readonly UseProgram[]): JacobianBody | undefined {
  const { states } = layoutOf(uses);
  if (states === 0 || states > MAX_JACOBIAN_STATES) return undefined;
  const graph = new ExpressionGraph();
  const { rows, unknowns } = equationsOf(graph, uses);
  const size = states + unknowns.length;
  if (size > MAX_JACOBIAN_STATES) return undefined;
  const columnOf = new Map([...Array.from({ length: states }, (_, state): [number, number] => [state, state]), ...unknowns.map((slot, place): [number, number] => [outputVariable(slot), states + place])]);
  const targets: { target: string; node: NodeId }[] = [];
  for (const [row, node] of rows.entries()) {
    for (const variable of [...graph.statesOf(node)].toSorted((a, b) => a - b)) {
      const entry = graph.derivative(node, variable);
      const column = columnOf.get(variable);
      if (entry !== undefined && column !== undefined) targets.push({ target: `jacobian[${row * size + column}]`, node: entry });
      if (graph.size > MAX_NODES) return undefined;
    }
  }
  return { body: graph.statements(targets), tables: graph.tables, states, unknowns: unknowns.length };
}

/** Compiles it. Call in a worker only. */
export function compileJacobian(uses: readonly UseProgram[], delays: readonly DelayLine[]): Jacobian | undefined {
  const generated = generateJacobianBody(uses);
  if (!generated) return undefined;
  // The generated function has exactly these arguments; the compiler of the platform cannot know.
  const fill = compileFunction(["y", "u", "p", "r", "out", "jacobian"], generated.body, { tables: generated.tables, delays }) as Jacobian;
  return generated.unknowns === 0 ? fill : withoutUnknowns(fill, generated);
}

/** With dy = f(y, x) and 0 = g(y, x): the derivative along the solution, f_y − f_x · g_x⁻¹ · g_y. No numbers where g_x is singular. */
function withoutUnknowns(fill: Jacobian, { states, unknowns }: JacobianBody): Jacobian {
  const size = states + unknowns;
  const whole = new Float64Array(size * size);
  const lu = new LuFactors(unknowns);
  const column = new Float64Array(unknowns);
  return (y, u, p, r, out, jacobian) => {
    fill(y, u, p, r, out, whole);
    for (let i = 0; i < unknowns; i++) lu.matrix.set(whole.subarray((states + i) * size + states, (states + i + 1) * size), i * unknowns);
    const isRegular = lu.factor();
    for (let j = 0; j < states; j++) {
      for (let i = 0; i < unknowns; i++) column[i] = whole[(states + i) * size + j] as number; // in range
      lu.solve(column);
      for (let row = 0; row < states; row++) {
        let entry = whole[row * size + j] as number; // in range
        for (let i = 0; i < unknowns; i++) entry -= (whole[row * size + states + i] as number) * (column[i] as number); // in range
        jacobian[row * states + j] = isRegular ? entry : NaN;
      }
    }
  };
}

/** The nodes of all states' derivatives, in the order of the system's states, then how far each unknown is off; and the unknowns' places among the outputs. */
function equationsOf(graph: ExpressionGraph, uses: readonly UseProgram[]): { readonly rows: NodeId[]; readonly unknowns: readonly number[] } {
  const { offsets, clock } = layoutOf(uses);
  const places = new Map(uses.map(({ id }, use) => [id, use]));
  const known = new Map<string, NodeId>();
  const lower = (use: number, expr: Parameters<typeof lowerExpression>[1]): NodeId =>
    lowerExpression(graph, expr, ({ op, index }) => {
      if (op === "delayed") return graph.delayed(offsetOf(offsets, use).delayed + slotIndex(index), clock ?? fail("a delay has no clock"));
      const slot = offsetOf(offsets, use)[op] + slotIndex(index);
      return known.get(`${op} ${slot}`) ?? graph.slot(op, slot);
    });
  const nodeOf = (step: Parameters<typeof stepValue>[2]): NodeId => {
    const value = stepValue(uses, places, step);
    if (value.kind === "expression") return lower(step.use, value.expr);
    const slot = offsetOf(offsets, value.use).output + value.output;
    return graph.affine(known.get(`output ${slot}`) ?? graph.slot("output", slot), value.factor, value.offset);
  };
  const unknowns: number[] = [];
  const residuals: NodeId[] = [];
  for (const block of evaluationOrder(uses, { atStart: false })) {
    for (const step of block.kind === "loop" ? block.rest : [block]) known.set(`${step.kind} ${offsetOf(offsets, step.use)[step.kind] + step.index}`, nodeOf(step));
    for (const step of block.kind === "loop" ? block.unknowns : []) {
      const slot = offsetOf(offsets, step.use).output + step.index;
      unknowns.push(slot);
      residuals.push(graph.operation("subtract", nodeOf(step), graph.slot("output", slot)));
    }
  }
  return { rows: [...uses.flatMap(({ model }, use) => model.states.map((state) => lower(use, state.derivative))), ...(clock === undefined ? [] : [graph.number(1)]), ...residuals], unknowns };
}
