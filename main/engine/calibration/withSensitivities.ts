/**
 * A system that also says how its outputs move with the fitted parameters: the forward sensitivity equations (Hairer, Nørsett
 * and Wanner, Solving Ordinary Differential Equations I, I.14) as further states, differentiated from the models' own
 * expressions, so that they are solved, stored and checked like any other state. What moves one use moves those that read
 * it: the sensitivities of its outputs are further inputs of theirs, connected as the outputs themselves are.
 */
import { evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { MAX_JACOBIAN_STATES } from "../simulation/index.ts";
import type { OwnParameter } from "./fittedPlaces.ts";
import { moversOf, type Movers } from "./movers.ts";
import { sensitiveUse } from "./sensitiveUse.ts";

/** A sensitivity that a use has as an output: of one of its outputs, by one fitted parameter. */
export interface Slope {
  readonly output: number;
  readonly place: number;
}

export interface SensitiveSystem {
  readonly uses: readonly UseProgram[];
  /** Index of the output that says how an output of a use moves with the fitted parameter at a place; undefined where it does not. */
  readonly slope: (use: UseProgram, output: number, place: number) => number | undefined;
}

/**
 * Undefined where something that moves has no exact sensitivity: imported models, conditions (parameters move the instants
 * of their events too), outputs that are solved for, delays whose length is fitted, expressions that would become too large. So where a system would
 * outgrow the solver of stiff systems: differences go on where it turns stiff.
 */
export function withSensitivities(system: readonly UseProgram[], own: (use: UseProgram) => readonly OwnParameter[]): SensitiveSystem | undefined {
  const movers = moversOf(system, own);
  const moves = ({ id }: UseProgram) => (movers.get(id)?.length ?? 0) > 0;
  if (system.some((use) => moves(use) && (use.model.imported || use.model.relations.length > 0 || use.model.events.length > 0))) return undefined;
  const [running, starting] = [false, true].map((atStart) => evaluationOrder(system, { atStart }));
  const isSolvedFor = [...(running ?? []), ...(starting ?? [])].some((block) => block.kind === "loop" && [...block.unknowns, ...block.rest].some(({ use }) => movesAt(use)));
  if (isSolvedFor) return undefined;
  const slopes = new Map(system.map((use) => [use.id, slopesOf(use, system, movers)]));
  const byId = new Map(system.map((use) => [use.id, use]));
  const slope = ({ id }: UseProgram, output: number, place: number): number | undefined => {
    const at = slopes.get(id)?.findIndex((one) => one.output === output && one.place === place) ?? -1;
    return at < 0 ? undefined : (byId.get(id)?.model.outputs.length ?? 0) + at;
  };
  const uses = system.map((use, at) => {
    if (!moves(use)) return use;
    const order = (running ?? []).flatMap((block) => (block.kind === "output" && block.use === at ? [block.index] : []));
    const feeding = (input: UseProgram["inputs"][number], place: number) => {
      const source = input.kind === "output" ? byId.get(input.use) : undefined;
      return source && input.kind === "output" ? slope(source, input.output, place) : undefined;
    };
    return sensitiveUse(use, { order, own: own(use), movers: movers.get(use.id) ?? [], slopes: slopes.get(use.id) ?? [], feeding });
  });
  const made = uses.filter((use) => use !== undefined);
  const outgrows = statesOf(made) > MAX_JACOBIAN_STATES && statesOf(system) <= MAX_JACOBIAN_STATES;
  return made.length < uses.length || outgrows ? undefined : { uses: made, slope };

  function movesAt(use: number): boolean {
    const program = system[use];
    return program !== undefined && moves(program);
  }
}

function statesOf(system: readonly UseProgram[]): number {
  return system.reduce((sum, { model }) => sum + model.states.length, 0);
}

/** Of the outputs that are compared or that others read, by all that moves them. */
function slopesOf({ id, compared }: UseProgram, system: readonly UseProgram[], movers: Movers): Slope[] {
  const read = system.flatMap(({ inputs }) => inputs.flatMap((input) => (input.kind === "output" && input.use === id ? [input.output] : [])));
  const outputs = [...new Set([...compared.map(({ output }) => output), ...read])];
  return outputs.flatMap((output) => (movers.get(id) ?? []).map((place) => ({ output, place })));
}
