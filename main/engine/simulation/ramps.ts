/**
 * Linear inputs as states. Between two samples such an input moves at a known rate, so that it is one more state whose
 * derivative is held: time need not appear in the equations, and both methods solve it exactly.
 */
import type { InputSource, ModelExpr, ModelRelation, UseProgram } from "../../../shared/language/ir.ts";

/** Where one linear input of a use has gone: indexes within the use. */
export interface Ramp {
  readonly use: number;
  /** The input itself; its samples set the state. */
  readonly input: number;
  /** An input of its own that holds the rate per second. */
  readonly rate: number;
  readonly state: number;
}

/** The uses with a state for each linear input that comes from a signal; those without one are left as they are. */
export function withRamps(uses: readonly UseProgram[]): { readonly uses: readonly UseProgram[]; readonly ramps: readonly Ramp[] } {
  const ramps: Ramp[] = [];
  const ramped = uses.map((use, index) => {
    const { model } = use;
    const linear = model.inputs.flatMap((input, i) => (input.linear && use.inputs[i]?.kind === "signal" ? [i] : []));
    if (linear.length === 0) return use;
    const states = new Map(linear.map((input, place) => [input, model.states.length + place]));
    linear.forEach((input, place) => ramps.push({ use: index, input, rate: model.inputs.length + place, state: model.states.length + place }));
    const read = (expr: ModelExpr): ModelExpr => withStates(expr, states);
    const related = ({ a, b, orEqual }: ModelRelation): ModelRelation => ({ a: read(a), b: read(b), orEqual });
    const rates = linear.map((): InputSource => ({ kind: "constant", value: 0 }));
    return {
      ...use,
      inputs: [...use.inputs, ...rates],
      model: {
        ...model,
        inputs: [...model.inputs, ...linear.map((input) => ({ name: `rate of ${model.inputs[input]?.name ?? ""}`, unit: "1" }))],
        states: [
          // Start values are worked out before there is a state to read.
          ...model.states.map((state) => ({ ...state, derivative: read(state.derivative) })),
          ...linear.map((input, place) => ({ name: model.inputs[input]?.name ?? "", unit: model.inputs[input]?.unit ?? "1", initial: { op: "input", index: input } as const, derivative: { op: "input", index: model.inputs.length + place } as const })),
        ],
        outputs: model.outputs.map((output) => ({ ...output, value: read(output.value) })),
        relations: model.relations.map(related),
        delays: model.delays.map((delay) => ({ ...delay, x: read(delay.x) })),
        events: model.events.map((event) => ({ ...event, sets: event.sets.map(({ state, value }) => ({ state, value: read(value) })) })),
      },
    };
  });
  return { uses: ramped, ramps };
}

/** The expression with these inputs read from states instead. */
function withStates(expr: ModelExpr, states: ReadonlyMap<number, number>): ModelExpr {
  const inner = (part: ModelExpr) => withStates(part, states);
  switch (expr.op) {
    case "number": case "state": case "parameter": case "output": case "relation": case "delayed":
      return expr;
    case "input": {
      const state = states.get(expr.index);
      return state === undefined ? expr : { op: "state", index: state };
    }
    case "affine": case "negate": case "abs": case "sqrt": case "exp": case "ln": case "sin": case "cos": case "not": case "sign":
      return { ...expr, x: inner(expr.x) };
    case "choose":
      return { op: "choose", test: inner(expr.test), a: inner(expr.a), b: inner(expr.b) };
    case "lookup": case "slope":
      return { ...expr, at: expr.at.map(inner) };
    case "ifBelow":
      return { op: "ifBelow", a: inner(expr.a), b: inner(expr.b), whereBelow: inner(expr.whereBelow), whereNot: inner(expr.whereNot) };
    default:
      return { ...expr, a: inner(expr.a), b: inner(expr.b) };
  }
}
