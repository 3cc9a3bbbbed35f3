/**
 * A use that also says how its compared outputs move with its parameters: the forward sensitivity equations (Hairer,
 * Nørsett and Wanner, Solving Ordinary Differential Equations I, I.14) as further states, differentiated from the model's
 * own expressions, so that they are solved, stored and checked like any other state.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import { evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { ExpressionGraph, lowerExpression, parameterVariable, type NodeId } from "../simulation/index.ts";

/** An expression is written out as text, with shared parts repeated; larger ones take differences instead. */
const MAX_PARTS = 20_000;

/**
 * The use with n·m more states (∂state/∂parameter, parameter by parameter) and c·m more outputs (∂output/∂parameter for each
 * compared output, parameter by parameter), `parameters` being indexes of the model's. Undefined where the
 * expressions would become too large, for models with conditions (parameters move the instants of their events too), with delays
 * (what they remember moves too) and for those whose outputs are solved for.
 */
export function withSensitivities(use: UseProgram, parameters: readonly number[]): UseProgram | undefined {
  const { model } = use;
  if (model.relations.length > 0 || model.events.length > 0 || model.delays.length > 0) return undefined;
  const graph = new ExpressionGraph({ parametersVary: true });
  const outputs: NodeId[] = [];
  const lower = (expr: ModelExpr): NodeId => lowerExpression(graph, expr, ({ op, index }) => (op === "output" ? outputAt(outputs, index) : op === "delayed" ? noDelays() : graph.slot(op, index)));
  for (const block of evaluationOrder([use], { atStart: false })) {
    if (block.kind === "loop") return undefined;
    const output = block.kind === "output" ? model.outputs[block.index] : undefined;
    if (output) outputs[block.index] = lower(output.value);
  }
  const states = model.states.map((state) => ({ initial: lower(state.initial), derivative: lower(state.derivative) }));
  const count = states.length;
  /** d node / d parameter along the solution: the direct part and that through each state. */
  const total = (node: NodeId, parameter: number, place: number): NodeId => {
    const terms = states.flatMap((_, state) => {
      const slope = graph.derivative(node, state);
      return slope === undefined ? [] : [graph.operation("multiply", slope, graph.slot("state", count + place * count + state))];
    });
    const direct = graph.derivative(node, parameterVariable(parameter));
    const [first = graph.number(0), ...rest] = [...terms, ...(direct === undefined ? [] : [direct])];
    return rest.reduce((sum, term) => graph.operation("add", sum, term), first);
  };
  const more = parameters.flatMap((parameter, place) =>
    states.map(({ initial, derivative }, state) => ({
      name: `${model.states[state]?.name ?? ""} by ${model.parameters[parameter]?.name ?? ""}`,
      unit: "1",
      initial: graph.expression(graph.derivative(initial, parameterVariable(parameter)) ?? graph.number(0)),
      derivative: graph.expression(total(derivative, parameter, place)),
    })),
  );
  const slopes = use.compared.flatMap(({ output }) =>
    parameters.map((parameter, place) => ({
      name: `${model.outputs[output]?.name ?? ""} by ${model.parameters[parameter]?.name ?? ""}`,
      unit: "1",
      value: graph.expression(total(outputAt(outputs, output), parameter, place)),
    })),
  );
  const size = sizeCounter();
  if ([...more.flatMap(({ initial, derivative }) => [initial, derivative]), ...slopes.map(({ value }) => value)].reduce((sum, expr) => sum + size(expr), 0) > MAX_PARTS) return undefined;
  return { ...use, model: { ...model, states: [...model.states, ...more], outputs: [...model.outputs, ...slopes] } };
}

function noDelays(): never {
  throw new TwinError("internal", "A model with delays was about to be differentiated.");
}

function outputAt(outputs: readonly NodeId[], index: number): NodeId {
  const node = outputs[index];
  if (node === undefined) throw new TwinError("internal", "A model reads an output that comes later.");
  return node;
}

/** Parts of an expression as it is written out; shared ones are counted once for each place. */
function sizeCounter(): (expr: ModelExpr) => number {
  const known = new Map<ModelExpr, number>();
  const size = (expr: ModelExpr): number => {
    const found = known.get(expr);
    if (found !== undefined) return found;
    const inner = Object.values(expr).reduce((sum: number, part: unknown) => sum + (isExpression(part) ? size(part) : 0), 1);
    known.set(expr, inner);
    return inner;
  };
  return size;
}

function isExpression(part: unknown): part is ModelExpr {
  return typeof part === "object" && part !== null && "op" in part;
}
