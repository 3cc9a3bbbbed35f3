/**
 * Solves one system over a span, or on and on as more becomes known: pieces between input samples and events, each solved
 * adaptively, outputs kept on the way. Pure computation; runs in a worker.
 */
import { TwinError, type ErrorData } from "../../../shared/contract/errors.ts";
import { formatIso, US_PER_S } from "../../../shared/time/time.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { AdaptiveSolver, MAX_STEPS_PER_PIECE, type PieceEnd } from "./AdaptiveSolver.ts";
import type { CompiledSystem } from "./generateCode.ts";
import { MAX_JACOBIAN_STATES } from "./generateJacobian.ts";
import { HeldInputs } from "./HeldInputs.ts";
import type { LoopSolver } from "./LoopSolver.ts";
import { MOST_INSTANTS, OutputRecorder } from "./OutputRecorder.ts";
import { importedPlaces, withImportedOutputs, type ConnectImported, type ImportedPlace } from "./importedModels.ts";
import { withRamps } from "./ramps.ts";
import type { NextPiece, OutputChunk, SystemResult, SystemStart, SystemTask } from "./simulationTypes.ts";
import { tolerancesBy } from "./StepMethod.ts";
import { SystemCodes } from "./SystemCodes.ts";
import { SystemDelays } from "./SystemDelays.ts";
import { hasEvents, SystemEvents } from "./SystemEvents.ts";

/** A start value closer to 0 than this is taken for the rounding of 0. */
const LEAST_NOMINAL = 1e-9;
const PROGRESS_SHARE = 0.01;
/** Behind what ended a solution early: what came out before has been handed on. */
export const KEPT_SO_FAR = " What was computed until then is kept.";

type SolvedEnd = PieceEnd | "endless";

export interface SolveCallbacks {
  readonly onOutput: (chunk: OutputChunk) => void;
  readonly onProgress: (share: number) => void;
}

export interface SolveParts {
  /** Given where one system is solved many times with other values; systems that go on have one each. */
  readonly codes?: SystemCodes;
  /** Steps the imported models of the system; without it there may be none. */
  readonly connect?: ConnectImported;
}

export function solveSystem(task: SystemTask, callbacks: SolveCallbacks, parts?: SolveParts): SystemResult {
  const solving = solveOn(task, callbacks, parts);
  const { value } = solving.next();
  return value.problem ? value : solving.next(undefined).value;
}

/**
 * The same, and what has come out so far whenever the end of what is known is reached: goes on with the next piece it is
 * given, and ends without one, or with a problem.
 */
export function* solveOn(task: SystemTask, { onOutput, onProgress }: SolveCallbacks, { codes = new SystemCodes(), connect }: SolveParts = {}): Generator<SystemResult, SystemResult, NextPiece | undefined> {
  const { uses, ramps } = withRamps(withImportedOutputs(task.uses));
  const { system, jacobian: makeJacobian } = codes.of(task.uses, uses);
  for (const loop of [...system.startLoops, ...system.loops]) loop.restart();
  const { layout } = system;
  const held = new HeldInputs(uses, task.inputs, layout.offsets, ramps);
  const recorder = new OutputRecorder(task, layout, onOutput);
  const parameters = Float64Array.from(uses.flatMap((use) => use.parameters));
  const relations = new Uint8Array(layout.relations);
  const y = new Float64Array(layout.states);
  const scratch = new Float64Array(layout.states);
  const derivative = new Float64Array(layout.states);
  const out = new Float64Array(layout.outputs);
  const isUnknown = (use: number) => held.isUnknown(use);
  const isFedUnknown = ({ at }: ImportedPlace) => held.isFedUnknown(at);
  // An instant at which a loop has no solution ends the run: nothing is worked out behind it.
  const most = system.loops.length > 0 ? 1 : MOST_INSTANTS;
  const shares = new Float64Array(most);
  const kept = new Float64Array(MOST_INSTANTS * layout.outputs);

  let { fromUs: tUs, toUs } = task;
  held.moveTo(tUs);
  while (!held.complete) {
    const next = held.nextChangeUs();
    if (next <= toUs) {
      tUs = next;
      held.moveTo(tUs);
      continue;
    }
    skipTo(toUs);
    const piece = yield unbegun();
    if (!piece) throw new TwinError("bad-input", `An input of the model has no known value between ${formatIso(task.fromUs)} and ${formatIso(toUs)}. Choose a span in which all inputs were recorded.`);
    extend(piece);
  }
  // What goes on with the plant knows no input ahead, and no end.
  const places = importedPlaces(task.uses, layout.offsets, task.breaks ? undefined : task.inputs);
  if (places.length > 0 && !connect) throw new TwinError("internal", "A system with an imported model was about to be solved outside of a process of its own.");
  const imported = places.length > 0 ? connect?.(places, { fromUs: tUs, toUs: task.breaks ? Infinity : task.toUs, relativeTolerance: task.relativeTolerance }, task.start?.imported) : undefined;
  const unready = tryImported(() => {
    tUs = Math.max(tUs, imported?.readyUs() ?? tUs);
    held.moveTo(tUs);
  });
  if (unready) return { ...unbegun(), problem: unready };
  skipTo(tUs - 1);
  const initialise = () => system.initialise(y, held.values, parameters, relations, out);
  const unstarted = tryImported(() => imported?.start(tUs, held.values, isFedUnknown, () => {
    markUnknown();
    initialise();
  }));
  if (unstarted) return { ...unbegun(), problem: unstarted };
  markUnknown();
  initialise();
  const delays = layout.clock === undefined ? undefined : new SystemDelays(system, uses, { inputs: held.values, parameters, relations, out }, tUs);
  if (task.start?.delays) delays?.restore(y, task.start.delays);
  else delays?.start(y);
  const ownStates = placesOfStates(task.uses, layout);
  const events = hasEvents(system) ? new SystemEvents(system, { inputs: held.values, parameters, out, relations }) : undefined;
  if (task.start) standAt(task.start);
  else events?.start(y);
  const solver = new AdaptiveSolver({
    states: layout.states,
    derivative: (state, dy) => system.evaluate(state, held.values, parameters, relations, dy, out),
    jacobian: () => {
      const jacobian = makeJacobian();
      return jacobian && ((state, matrix) => {
        system.evaluate(state, held.values, parameters, relations, derivative, out);
        jacobian(state, held.values, parameters, relations, out, matrix);
      });
    },
    tolerances: tolerancesBy(task.relativeTolerance, nominalsOf(uses, y)),
  });

  const untaken = tryImported(takeInputs);
  if (untaken) return { ...unbegun(), problem: untaken };
  /** Since when an algebraic loop has had no solution where outputs were to be kept. */
  let unsolvedUs: number | undefined = failedLoop(system.startLoops) && tUs;
  let reported = 0;
  const spanUs = Math.max(1, task.toUs - task.fromUs);
  if (task.start && events?.settle(y, tUs, false) === "endless") return stuck("endless");
  for (;;) {
    // What is kept at this very instant sees the inputs and events that begin here.
    recordAt(tUs, y);
    if (unsolvedUs !== undefined) return { ...result(), problem: unsolvedLoop(system, unsolvedUs).toData() };
    if (tUs >= toUs) {
      const piece = yield result();
      if (!piece) {
        const saved = imported?.save();
        return { ...result(), ...(saved && { imported: saved }), ...(delays && { delays: delays.save() }) };
      }
      extend(piece);
      // The next sample of a linear input gives it a rate from here on.
      held.moveTo(tUs);
      followRamps();
      if (piece.start) {
        standAt(piece.start);
        if (events?.settle(y, tUs, false) === "endless") return stuck("endless");
      }
      continue;
    }
    const endUs = Math.min(held.nextChangeUs(), events?.nextTimedUs(tUs) ?? Infinity, imported?.nextUs() ?? Infinity, nextBreakUs(tUs), delays?.nextUs(tUs) ?? Infinity, toUs);
    const end = solveTo(endUs);
    if (unsolvedUs !== undefined || failedLoop(system.loops)) return { ...result(), problem: unsolvedLoop(system, unsolvedUs ?? tUs).toData() };
    if (end !== "reached" || !y.every(Number.isFinite)) return stuck(end);
    tUs = endUs;
    held.moveTo(tUs);
    delays?.moveTo(tUs, y);
    const isCommunication = imported?.nextUs() === tUs;
    const stopped = isCommunication ? tryImported(advanceImported) : undefined;
    if (stopped) return { ...result(), problem: keeping(stopped) };
    followRamps();
    if (events?.settle(y, tUs, true, () => insertAt(tUs - 1, y)) === "endless") return stuck("endless");
    const refused = isCommunication ? tryImported(takeInputs) : undefined;
    if (refused) return { ...result(), problem: keeping(refused) };
    const share = (tUs - task.fromUs) / spanUs;
    if (share - reported >= PROGRESS_SHARE) onProgress((reported = share));
  }

  function extend(piece: NextPiece): void {
    held.extend(piece.inputs);
    recorder.extend(piece);
    toUs = piece.toUs;
  }

  /** Nothing can be said up to and including this instant. */
  function skipTo(untilUs: number): void {
    while (recorder.nextUs() <= untilUs) recorder.record(recorder.nextUs(), out, () => true);
  }

  function nextBreakUs(t: number): number {
    if (!task.breaks) return Infinity;
    const { fromUs, everyUs } = task.breaks;
    return t < fromUs ? fromUs : (Math.floor(t / everyUs) + 1) * everyUs;
  }

  function followRamps(): void {
    for (const { use, input, state } of ramps) y[(layout.offsets[use]?.state ?? 0) + state] = held.values[(layout.offsets[use]?.input ?? 0) + input] as number;
  }

  /** What is true by these states and was not by the conditions that held happens when it settles. */
  function standAt({ states, holds }: SystemStart): void {
    states.forEach((value, i) => (y[ownStates[i] as number] = value));
    events?.resume(y, holds);
  }

  function stuck(end: SolvedEnd): SystemResult {
    return { ...result(), problem: trouble(uses, system, y, tUs, end, events?.restless ?? 0).toData() };
  }

  function unbegun(): SystemResult {
    return { steps: 0, begun: false, states: new Float64Array(), holds: new Uint8Array(), residuals: recorder.finish() };
  }

  function result(): SystemResult {
    return { steps: solver.steps, begun: true, states: Float64Array.from(ownStates, (place) => y[place] as number), holds: events?.holds ?? new Uint8Array(), residuals: recorder.finish() };
  }

  /** Imported models come to a communication instant, seeing what the others give there by their last outputs. */
  function advanceImported(): void {
    system.evaluate(y, held.values, parameters, relations, derivative, out);
    imported?.advance(held.values, isFedUnknown);
    markUnknown();
  }

  /** What an imported model does not know, nobody knows who reads it. */
  function markUnknown(): void {
    if (!imported) return;
    imported.tellUnknown(({ at }, isUnknown) => held.withhold(at, isUnknown));
    held.moveTo(tUs);
  }

  /** Imported models see what holds at a communication instant, other models' outputs included. */
  function takeInputs(): void {
    if (!imported) return;
    system.evaluate(y, held.values, parameters, relations, derivative, out);
    imported.take(held.values);
  }

  /** What ended it, where an imported model cannot go on; anything else that it throws is no result. */
  function tryImported(work: () => void): ErrorData | undefined {
    try {
      work();
      return undefined;
    } catch (error) {
      const trouble = TwinError.from(error);
      if (trouble.code !== "diverged") throw error;
      return trouble.toData();
    }
  }

  /** From tUs to the end of the piece, through the events inside of it. */
  function solveTo(endUs: number): SolvedEnd {
    for (let atS = 0; ; ) {
      const pieceS = (endUs - tUs) / US_PER_S - atS;
      delays?.readUntil(endUs);
      const end = solver.solvePiece(y, pieceS, MAX_STEPS_PER_PIECE, (fromS, toS) => {
        const stopS = events?.firstChange(fromS, toS, (t, state) => solver.interpolate(t, state));
        const untilUs = tUs + (atS + (stopS ?? toS)) * US_PER_S;
        if (unsolvedUs === undefined) recordUntil(untilUs, endUs, atS);
        delays?.remember(fromS, stopS ?? toS, (t, state) => solver.interpolate(t, state));
        return stopS;
      });
      if (solver.steps > task.maxSteps) {
        throw new TwinError("limit", `The simulation took more than ${task.maxSteps.toLocaleString("en")} steps and was stopped at ${formatIso(tUs)}. Simulate a shorter span, or look for a part of the model that moves much faster than the rest.`);
      }
      if (end !== "stopped") return end;
      atS += solver.stoppedS;
      const eventUs = tUs + atS * US_PER_S;
      insertAt(Math.floor(eventUs), y);
      const settled = events?.settle(y, eventUs, false);
      if (settled === "endless") {
        tUs = eventUs;
        return "endless";
      }
      delays?.moveTo(eventUs, y);
      // In recorded time what begins here is first seen at the next whole microsecond.
      if (Math.floor(eventUs) + 1 < endUs) insertAt(Math.floor(eventUs) + 1, y);
      if (tUs + atS * US_PER_S >= endUs) return "reached";
    }
  }

  /** What is kept within the solver's last step, which began a piece `atS` behind tUs. */
  function recordUntil(untilUs: number, beforeUs: number, atS: number): void {
    for (let count = recorder.take(untilUs, beforeUs, most); count > 0; count = recorder.take(untilUs, beforeUs, most)) {
      solver.sharesOf(recorder.taken, count, tUs, atS, shares);
      system.observeAll(scratch, held.values, parameters, relations, out, count, shares, solver.dense, kept);
      if (system.loops.length > 0 && failedLoop(system.loops)) {
        unsolvedUs = recorder.taken[0];
        return;
      }
      recorder.keepTaken(count, kept, isUnknown);
    }
  }

  function recordAt(t: number, state: Float64Array): void {
    if (recorder.nextUs() !== t || !isSolvedAt(t, state)) return;
    recorder.record(t, out, isUnknown);
  }

  function insertAt(t: number, state: Float64Array): void {
    if (isSolvedAt(t, state)) recorder.insert(t, out, isUnknown);
  }

  /** Works out the outputs; false from where a loop has no solution on. */
  function isSolvedAt(t: number, state: Float64Array): boolean {
    if (unsolvedUs !== undefined) return false;
    system.observe(state, held.values, parameters, relations, out);
    if (system.loops.length > 0 && failedLoop(system.loops)) unsolvedUs = t;
    return unsolvedUs === undefined;
  }
}

function keeping(problem: ErrorData): ErrorData {
  return { ...problem, message: `${problem.message}${KEPT_SO_FAR}` };
}

/** Where the states that the texts declare stand among those that are solved: linear inputs have states of their own between them. */
function placesOfStates(declared: readonly UseProgram[], { offsets }: CompiledSystem["layout"]): number[] {
  return declared.flatMap(({ model }, use) => model.states.map((_, i) => (offsets[use]?.state ?? 0) + i));
}

/** What size each state has when it is of interest: what the text says, else that of its start value, or 1 in its unit where it starts at 0. */
function nominalsOf(uses: readonly UseProgram[], start: Float64Array): Float64Array {
  const said = uses.flatMap(({ model }) => model.states.map(({ nominal }) => nominal));
  return start.map((value, state) => said[state] ?? (Math.abs(value) >= LEAST_NOMINAL ? Math.abs(value) : 1));
}

function failedLoop(loops: readonly LoopSolver[]): LoopSolver | undefined {
  return loops.find(({ failure }) => failure !== undefined);
}

const LOOP_FAILURES = {
  singular: "It does not determine its values there: a circle of equations that say the same, or contradict each other",
  noValue: "It has no value on the way to a solution: a root of a negative number, a division by zero",
  unsettled: "The steps towards a solution do not settle",
} as const;

function unsolvedLoop({ startLoops, loops }: CompiledSystem, tUs: number): TwinError {
  const loop = failedLoop(startLoops) ?? failedLoop(loops);
  return new TwinError("diverged", `The loop ${loop?.loop.shown ?? ""} has no solution that could be found at ${formatIso(tUs)}. ${LOOP_FAILURES[loop?.failure ?? "unsettled"]}. Declare a start nearer to the solution, or check the equations' signs and parameters.${KEPT_SO_FAR}`);
}

function trouble(uses: readonly UseProgram[], { layout }: CompiledSystem, y: Float64Array, tUs: number, end: SolvedEnd, restless: number): TwinError {
  if (end === "endless") return new TwinError("diverged", `${uses[restless]?.name ?? "The model"}: a condition switches to and fro without an end after ${formatIso(tUs)}. Give it room: hold the mode in a state and change it by two "when", one for each way, with a band between them.${KEPT_SO_FAR}`);
  const worst = y.subarray(0, layout.clock).reduce((found, value, index) => (!Number.isFinite(value) || Math.abs(value) > Math.abs(y[found] ?? 0) ? index : found), 0);
  const use = layout.offsets.findLastIndex((offset) => offset.state <= worst);
  const state = uses[use]?.model.states[worst - (layout.offsets[use]?.state ?? 0)];
  const what = `${uses[use]?.name ?? "The model"}${state ? `, state ${state.name} (${y[worst]?.toPrecision(4)} ${state.unit})` : ""}`;
  return end === "tooManySteps"
    ? new TwinError("diverged", `${what}: takes more than ${MAX_STEPS_PER_PIECE.toLocaleString("en")} steps between two samples of its inputs after ${formatIso(tUs)}. Its fastest part moves far faster than its inputs; check the parameters' units.${layout.states > MAX_JACOBIAN_STATES ? ` With more than ${MAX_JACOBIAN_STATES} states it is too large for the solver of stiff systems.` : ""}`)
    : new TwinError("diverged", `${what}: has no finite solution after ${formatIso(tUs)}. Check the parameters and the signs in its equations.${KEPT_SO_FAR}`);
}
