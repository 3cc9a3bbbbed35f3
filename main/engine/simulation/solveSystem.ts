/**
 * Solves one system over a span: pieces between input samples, each solved adaptively, outputs kept on the way.
 * Pure computation; runs in a worker.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import { formatIso, US_PER_S } from "../../../shared/time/time.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { AdaptiveSolver, type PieceEnd } from "./AdaptiveSolver.ts";
import { compileSystem, type CompiledSystem } from "./generateCode.ts";
import { compileJacobian, MAX_JACOBIAN_STATES } from "./generateJacobian.ts";
import { HeldInputs } from "./HeldInputs.ts";
import { OutputRecorder } from "./OutputRecorder.ts";
import type { OutputChunk, SystemResult, SystemTask } from "./simulationTypes.ts";

/** A piece is the stretch between two input samples. No model of a plant needs more steps in one. */
const MAX_STEPS_PER_PIECE = 200_000;
/** A state much smaller than its nominal value is held to this share of what that value is held to. */
const ABSOLUTE_SHARE = 1e-3;
/** A start value closer to 0 than this is taken for the rounding of 0. */
const LEAST_NOMINAL = 1e-9;
const PROGRESS_SHARE = 0.01;

export interface SolveCallbacks {
  readonly onOutput: (chunk: OutputChunk) => void;
  readonly onProgress: (share: number) => void;
}

export function solveSystem(task: SystemTask, { onOutput, onProgress }: SolveCallbacks): SystemResult {
  const system = compileSystem(task.uses);
  const { layout } = system;
  const held = new HeldInputs(task.uses, task.inputs, layout.offsets);
  const recorder = new OutputRecorder(task, layout, onOutput);
  const parameters = Float64Array.from(task.uses.flatMap((use) => use.parameters));
  const y = new Float64Array(layout.states);
  const scratch = new Float64Array(layout.states);
  const derivative = new Float64Array(layout.states);
  const out = new Float64Array(layout.outputs);
  const isUnknown = (use: number) => held.isUnknown(use);

  let tUs = startOfInputs(task.fromUs, held, (t) => {
    while (recorder.nextUs() < t) recorder.record(recorder.nextUs(), out, () => true);
  }, task.toUs);
  system.initialise(y, held.values, parameters, out);
  if (task.startStates) y.set(task.startStates);
  const solver = new AdaptiveSolver({
    states: layout.states,
    derivative: (state, dy) => system.evaluate(state, held.values, parameters, dy, out),
    jacobian: () => {
      const jacobian = compileJacobian(task.uses);
      return jacobian && ((state, matrix) => jacobian(state, held.values, parameters, matrix));
    },
    tolerances: { relative: task.relativeTolerance, absolute: y.map((start) => task.relativeTolerance * ABSOLUTE_SHARE * nominalOf(start)) },
  });

  let reported = 0;
  const spanUs = Math.max(1, task.toUs - task.fromUs);
  while (tUs < task.toUs) {
    // What is kept at this very instant sees the inputs that begin here.
    recordAt(tUs, y);
    const endUs = Math.min(held.nextChangeUs(), task.toUs);
    const end = solver.solvePiece(y, (endUs - tUs) / US_PER_S, MAX_STEPS_PER_PIECE, (_fromS, toS) => {
      const stepEndUs = tUs + toS * US_PER_S;
      for (let next = recorder.nextUs(); next < endUs && next <= stepEndUs; next = recorder.nextUs()) {
        solver.interpolate((next - tUs) / US_PER_S, scratch);
        recordAt(next, scratch);
      }
    });
    if (end !== "reached" || !y.every(Number.isFinite)) return { steps: solver.steps, states: y, residuals: recorder.finish(), problem: trouble(task.uses, system, y, tUs, end).toData() };
    if (solver.steps > task.maxSteps) {
      throw new TwinError("limit", `The simulation took more than ${task.maxSteps.toLocaleString("en")} steps and was stopped at ${formatIso(tUs)}. Simulate a shorter span, or look for a part of the model that moves much faster than the rest.`);
    }
    tUs = endUs;
    held.moveTo(tUs);
    const share = (tUs - task.fromUs) / spanUs;
    if (share - reported >= PROGRESS_SHARE) onProgress((reported = share));
  }
  recordAt(task.toUs, y);
  return { steps: solver.steps, states: y, residuals: recorder.finish() };

  function recordAt(t: number, state: Float64Array): void {
    if (recorder.nextUs() !== t) return;
    system.evaluate(state, held.values, parameters, derivative, out);
    recorder.record(t, out, isUnknown);
  }
}

/** Moves to the first instant at which every input has had a value; `skip` is told how far nothing can be said. */
function startOfInputs(fromUs: number, held: HeldInputs, skip: (untilUs: number) => void, toUs: number): number {
  let tUs = fromUs;
  held.moveTo(tUs);
  while (!held.complete) {
    tUs = held.nextChangeUs();
    if (tUs > toUs) throw new TwinError("bad-input", `An input of the model has no known value between ${formatIso(fromUs)} and ${formatIso(toUs)}. Choose a span in which all inputs were recorded.`);
    held.moveTo(tUs);
  }
  skip(tUs);
  return tUs;
}

/** What size a state has when it is of interest: that of its start value, or 1 in its unit where it starts at 0. */
function nominalOf(start: number): number {
  const size = Math.abs(start);
  return size >= LEAST_NOMINAL ? size : 1;
}

function trouble(uses: readonly UseProgram[], { layout }: CompiledSystem, y: Float64Array, tUs: number, end: PieceEnd): TwinError {
  const worst = y.reduce((found, value, index) => (!Number.isFinite(value) || Math.abs(value) > Math.abs(y[found] ?? 0) ? index : found), 0);
  const use = layout.offsets.findLastIndex((offset) => offset.state <= worst);
  const state = uses[use]?.model.states[worst - (layout.offsets[use]?.state ?? 0)];
  const what = `${uses[use]?.name ?? "The model"}${state ? `, state ${state.name} (${y[worst]?.toPrecision(4)} ${state.unit})` : ""}`;
  return end === "tooManySteps"
    ? new TwinError("diverged", `${what}: takes more than ${MAX_STEPS_PER_PIECE.toLocaleString("en")} steps between two samples of its inputs after ${formatIso(tUs)}. Its fastest part moves far faster than its inputs; check the parameters' units.${layout.states > MAX_JACOBIAN_STATES ? ` With more than ${MAX_JACOBIAN_STATES} states it is too large for the solver of stiff systems.` : ""}`)
    : new TwinError("diverged", `${what}: has no finite solution after ${formatIso(tUs)}. Check the parameters and the signs in its equations. What was computed until then is kept.`);
}
