/**
 * The Jacobian of a system, differentiated from its expressions: outputs that are read and inputs that come from other
 * uses' outputs are followed, so that a state's derivative is known by every state it depends on. Inputs are held over a
 * step, so nothing depends on time by itself.
 */
import type { ModelExpr, ModelTable, UseProgram } from "../../../shared/language/ir.ts";
import { compileFunction, fail, slotIndex, type Offset } from "./codeText.ts";
import { evaluationOrder } from "./evaluationOrder.ts";
import { ExpressionGraph, type NodeId } from "./ExpressionGraph.ts";
import { layoutOf } from "./generateCode.ts";
import { lowerExpression } from "./lowerExpression.ts";

/** Fills d(dy[row])/d(y[column]) row by row; entries that are zero whatever the values are left as they are. */
export type Jacobian = (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, jacobian: Float64Array) => void;

/** A full matrix of more is slower to factor than the steps it saves; sparse ones are not here. */
export const MAX_JACOBIAN_STATES = 300;
/** Beyond this the code would take longer to compile than most runs take. */
const MAX_NODES = 200_000;

/** The body of the Jacobian as text, with the tables it reads; undefined where the system is too large for one. */
export function generateJacobianBody(uses: readonly UseProgram[]): { readonly body: string; readonly tables: readonly ModelTable[] } | undefined {
  const layout = layoutOf(uses);
  if (layout.states === 0 || layout.states > MAX_JACOBIAN_STATES) return undefined;
  const graph = new ExpressionGraph();
  const rows = derivativesOf(graph, uses, layout.offsets);
  const targets: { target: string; node: NodeId }[] = [];
  for (const [row, node] of rows.entries()) {
    for (const column of [...graph.statesOf(node)].toSorted((a, b) => a - b)) {
      const entry = graph.derivative(node, column);
      if (entry !== undefined) targets.push({ target: `jacobian[${row * layout.states + column}]`, node: entry });
      if (graph.size > MAX_NODES) return undefined;
    }
  }
  return { body: graph.statements(targets), tables: graph.tables };
}

/** Compiles it. Call in a worker only. */
export function compileJacobian(uses: readonly UseProgram[]): Jacobian | undefined {
  const generated = generateJacobianBody(uses);
  // The generated function has exactly these arguments; the compiler of the platform cannot know.
  return generated && (compileFunction(["y", "u", "p", "r", "jacobian"], generated.body, generated.tables) as Jacobian);
}

/** The nodes of all states' derivatives, in the order of the system's states. */
function derivativesOf(graph: ExpressionGraph, uses: readonly UseProgram[], offsets: readonly Offset[]): NodeId[] {
  const outputs: NodeId[] = [];
  const inputs: NodeId[] = [];
  const places = new Map(uses.map(({ id }, use) => [id, use]));
  const placeOf = (use: number): Offset => offsets[use] ?? fail("a use has no place in the layout");
  const node = (use: number, expr: ModelExpr): NodeId =>
    lowerExpression(graph, expr, ({ op, index }) => {
      const at = placeOf(use);
      if (op === "input") return inputs[at.input + slotIndex(index)] ?? graph.slot("input", at.input + slotIndex(index));
      if (op === "output") return outputs[at.output + slotIndex(index)] ?? fail("a model refers to an output that comes later");
      return graph.slot(op, at[op] + slotIndex(index));
    });
  for (const { kind, use, index } of evaluationOrder(uses, { atStart: false })) {
    const { inputs: sources, model } = uses[use] ?? fail("a use has no place in the layout");
    const input = sources[index];
    if (kind === "output") outputs[placeOf(use).output + index] = node(use, model.outputs[index]?.value ?? fail("a model refers to a slot that does not exist"));
    else if (input?.kind === "output") {
      const source = placeOf(places.get(input.use) ?? fail("an input is connected to a use outside of the system"));
      inputs[placeOf(use).input + index] = graph.affine(outputs[source.output + input.output] ?? fail("an input is connected to an output that comes later"), input.factor, input.offset);
    }
  }
  return uses.flatMap(({ model }, use) => model.states.map((state) => node(use, state.derivative)));
}
