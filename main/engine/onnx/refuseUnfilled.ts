/** Whether a predictor that reads other models can begin with them. Its window over what they give is empty then, and fills as they go. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";

/** Throws `bad-input` where its window would never fill, and where one that needs its prediction to begin reads it. `system` are all uses that are solved with it. */
export function refuseUnfilled(use: UseProgram, samples: number, system: readonly UseProgram[]): void {
  const sources = new Set(use.inputs.flatMap((input) => (input.kind === "output" ? [input.use] : [])));
  if (sources.size === 0) return;
  const atOnce = readersOf(use, system, (reader) => !hasStart(reader));
  const round = system.find((one) => sources.has(one.id) && (one.id === use.id || (atOnce.has(one.id) && !hasStart(one))));
  if (round) throw new TwinError("bad-input", `${use.name} reads ${round.id === use.id ? "itself" : `${round.name}, which reads what comes of it`}, and nothing in that circle has a value to begin with. Put a state into it, or let ${use.name} read a measured signal in its place.`);
  if (samples === 1) return;
  const reached = readersOf(use, system, () => true);
  const isWaiting = (one: UseProgram | undefined): boolean => one !== undefined && one.id !== use.id && reached.has(one.id);
  const loop = evaluationOrder(system, { atStart: false }).find((block) => block.kind === "loop" && [...block.unknowns, ...block.rest].some((step) => isWaiting(system[step.use])));
  const waiting = system.find((one) => isWaiting(one) && (hasStart(one) || one.model.delays.length > 0));
  const what = waiting ? `${waiting.name} has ${waiting.model.delays.length > 0 ? "delays" : "states"}` : loop?.kind === "loop" ? `The loop ${loop.shown} is solved from the begin on` : undefined;
  if (what !== undefined) throw new TwinError("bad-input", `${what} and reads what comes of ${use.name}, whose window over ${samples} steps of other models' outputs is empty when they begin. Let ${use.name} read measured signals, or ${waiting?.name ?? "the loop"} a measured signal in its place.`);
}

/** Its outputs are there before its inputs are. */
function hasStart({ model }: UseProgram): boolean {
  return model.states.length > 0 || model.imported?.kind === "fmu";
}

/** Ids of the uses that read a use, and of those that read them, as far as they pass it on. */
function readersOf(use: UseProgram, system: readonly UseProgram[], passesOn: (reader: UseProgram) => boolean): ReadonlySet<string> {
  const reached = new Set<string>();
  const passing = new Set([use.id]);
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const reader of system) {
      if (reached.has(reader.id) || !reader.inputs.some((input) => input.kind === "output" && passing.has(input.use))) continue;
      reached.add(reader.id);
      if (passesOn(reader)) passing.add(reader.id);
    }
  }
  return reached;
}
