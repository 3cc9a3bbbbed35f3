/** Whether a predictor that reads other models can begin with them. Its window over what they give is empty then, and fills as they go. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { type AlgebraicLoop, evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";

/** Throws `bad-input` where its window would never fill, and where one that needs its prediction to begin reads it. `system` are all uses that are solved with it. */
export function refuseUnfilled(use: UseProgram, samples: number, system: readonly UseProgram[]): void {
  if (!use.inputs.some(({ kind }) => kind === "output")) return;
  const round = loopThrough(system.map(asWorkedOut), true, (one) => one.id === use.id);
  if (round) throw new TwinError("bad-input", `Nothing has a value to begin with in the circle ${round.shown}. Put a state into it, or let ${use.name} read a measured signal in its place.`);
  if (samples === 1) return;
  const reached = readersOf(use, system);
  const readers = system.filter(({ id }) => id !== use.id && reached.has(id));
  const waiting = readers.find((reader) => needs(reader) !== undefined);
  const loop = loopThrough(system, false, (one) => readers.includes(one));
  const what = waiting ? `${waiting.name} ${needs(waiting)}` : loop && `The loop ${loop.shown} is solved from the begin on`;
  if (what !== undefined) throw new TwinError("bad-input", `${what} and reads what comes of ${use.name}, whose window over ${samples} steps of other models' outputs is empty when they begin. Let ${use.name} read measured signals, or ${waiting?.name ?? "the loop"} a measured signal in its place.`);
}

/** What in a use has to be given a value at the begin and goes on from there. */
function needs({ model }: UseProgram): string | undefined {
  if (model.imported?.kind === "fmu") return "is an FMU";
  if (model.states.length > 0) return "has states";
  return model.delays.length > 0 ? "has delays" : undefined;
}

/** A predictor as what it is at the begin: outputs that follow from all inputs. */
function asWorkedOut(use: UseProgram): UseProgram {
  if (use.model.imported?.kind !== "onnx") return use;
  const value = use.model.inputs.map((_, index): ModelExpr => ({ op: "input", index })).reduce((a, b) => ({ op: "add", a, b }));
  return { ...use, model: { ...use.model, outputs: use.model.outputs.map((output) => ({ ...output, value })) } };
}

function loopThrough(system: readonly UseProgram[], atStart: boolean, isMeant: (use: UseProgram) => boolean): AlgebraicLoop | undefined {
  const meant = new Set(system.flatMap((use, at) => (isMeant(use) ? [at] : [])));
  return evaluationOrder(system, { atStart }).find((block): block is AlgebraicLoop => block.kind === "loop" && [...block.unknowns, ...block.rest].some((step) => meant.has(step.use)));
}

/** Ids of the uses that read a use, and of those that read them. */
function readersOf(use: UseProgram, system: readonly UseProgram[]): ReadonlySet<string> {
  const reached = new Set([use.id]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { id, inputs } of system) if (inputs.some((input) => input.kind === "output" && reached.has(input.use))) reached.add(id);
  }
  return reached;
}
