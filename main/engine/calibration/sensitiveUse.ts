/** One use with the sensitivities of its states, delays and outputs, differentiated from its model's expressions. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { InputSource, ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { ExpressionGraph, inputVariable, lowerExpression, parameterVariable, pastVariable, type NodeId } from "../simulation/index.ts";
import type { OwnParameter } from "./fittedPlaces.ts";
import type { Slope } from "./withSensitivities.ts";

/** An expression is written out as text, with shared parts repeated; larger ones take differences instead. */
const MAX_PARTS = 20_000;

export interface SensitiveParts {
  /** Its outputs, each after those it reads. */
  readonly order: readonly number[];
  readonly own: readonly OwnParameter[];
  /** Places of the fitted parameters that move it, its own among them. */
  readonly movers: readonly number[];
  /** What it gives as outputs behind its own. */
  readonly slopes: readonly Slope[];
  /** Which output of the use that feeds an input is the sensitivity of what it gives. */
  readonly feeding: (input: InputSource, place: number) => number | undefined;
}

/**
 * With ∂state/∂parameter as further states and ∂(what is delayed)/∂parameter as further delays, parameter by parameter, ∂input/∂parameter
 * as further inputs where another use feeds one, and the slopes as further outputs. Undefined where the length of a delay
 * is fitted (a jump that it gives back would move), or where expressions would become too large.
 */
export function sensitiveUse(use: UseProgram, { order, own, movers, slopes, feeding }: SensitiveParts): UseProgram | undefined {
  const { model } = use;
  const graph = new ExpressionGraph({ slotsVary: true });
  const outputs: NodeId[] = [];
  const lower = (expr: ModelExpr): NodeId => lowerExpression(graph, expr, ({ op, index }) => (op === "output" ? outputAt(outputs, index) : op === "delayed" ? graph.past(index) : graph.slot(op, index)));
  for (const index of order) {
    const output = model.outputs[index];
    if (output) outputs[index] = lower(output.value);
  }
  const parameterAt = (place: number) => own.find((one) => one.place === place)?.index;
  if (model.delays.some(({ seconds }) => own.some(({ index }) => graph.derivative(lower(seconds), parameterVariable(index)) !== undefined))) return undefined;
  const fed = use.inputs.flatMap((input, index) => movers.flatMap((place) => {
    const output = feeding(input, place);
    return output === undefined || input.kind !== "output" ? [] : [{ index, place, source: { ...input, output, offset: 0 } }];
  }));

  /** d node / d parameter along the solution: through each state, input and delay that moves, and directly. */
  const total = (node: NodeId, place: number): NodeId => {
    const block = movers.indexOf(place);
    const through = (variable: number, moves: () => NodeId): NodeId[] => {
      const slope = graph.derivative(node, variable);
      return slope === undefined ? [] : [graph.operation("multiply", slope, moves())];
    };
    const parameter = parameterAt(place);
    const direct = parameter === undefined ? undefined : graph.derivative(node, parameterVariable(parameter));
    const [first = graph.number(0), ...rest] = [
      ...model.states.flatMap((_, state) => through(state, () => graph.slot("state", (1 + block) * model.states.length + state))),
      ...fed.flatMap((input, at) => (input.place === place ? through(inputVariable(input.index), () => graph.slot("input", model.inputs.length + at)) : [])),
      ...model.delays.flatMap((_, delay) => through(pastVariable(delay), () => graph.past((1 + block) * model.delays.length + delay))),
      ...(direct === undefined ? [] : [direct]),
    ];
    return rest.reduce((sum, term) => graph.operation("add", sum, term), first);
  };
  const moved = (expr: ModelExpr, place: number): ModelExpr => graph.expression(total(lower(expr), place));
  const by = (name: string | undefined, place: number): string => `${name ?? ""} by ${place}`;
  const states = movers.flatMap((place) => model.states.map(({ name, initial, derivative }) => ({ name: by(name, place), unit: "1", initial: moved(initial, place), derivative: moved(derivative, place) })));
  const delays = movers.flatMap((place) => model.delays.map(({ x, ...delay }) => ({ ...delay, x: moved(x, place) })));
  const given = slopes.map(({ output, place }) => ({ name: by(model.outputs[output]?.name, place), unit: "1", value: graph.expression(total(outputAt(outputs, output), place)) }));
  const size = sizeCounter();
  const written = [...states.flatMap(({ initial, derivative }) => [initial, derivative]), ...delays.map(({ x }) => x), ...given.map(({ value }) => value)];
  if (written.reduce((sum, expr) => sum + size(expr), 0) > MAX_PARTS) return undefined;
  return {
    ...use,
    inputs: [...use.inputs, ...fed.map(({ source }) => source)],
    model: {
      ...model,
      inputs: [...model.inputs, ...fed.map(({ index, place }) => ({ name: by(model.inputs[index]?.name, place), unit: "1" }))],
      states: [...model.states, ...states],
      delays: [...model.delays, ...delays],
      outputs: [...model.outputs, ...given],
    },
  };
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
