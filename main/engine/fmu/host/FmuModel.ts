/** An FMU in the process that runs it, as one of its system's imported models. Its instance is kept from one solution to the next and reset in between. */
import { pathToFileURL } from "node:url";
import { TwinError } from "../../../../shared/contract/errors.ts";
import { US_PER_S } from "../../../../shared/time/time.ts";
import type { ImportedModel, ImportedPlace, ImportedSpan } from "../../simulation/index.ts";
import type { HostedFmu } from "../FmuFiles.ts";
import type { CourseTask, FmuCourse } from "./FmuCourse.ts";
import type { FmiLibrary, Instance } from "./FmiLibrary.ts";
import { Fmi2Library } from "./fmi2.ts";
import { Fmi3Library } from "./fmi3.ts";
import { packState, unpackState, type KeptState } from "./keptState.ts";
import { groupVariables, type VariableGroup } from "./VariableGroup.ts";

export class FmuModel {
  readonly fmu: HostedFmu;
  readonly library: FmiLibrary;
  /** To be called now and then during a long call. */
  readonly alive: () => void;
  readonly continuous: readonly VariableGroup[];
  readonly discrete: readonly VariableGroup[];
  readonly parameters: readonly VariableGroup[];
  readonly outputs: readonly VariableGroup[];
  #instance: Instance | undefined;
  /** Whether it has been begun since it was made or reset. */
  #isUsed = false;

  /** Loads the library. Throws `damaged` where it cannot be loaded. */
  constructor(fmu: HostedFmu, alive: () => void) {
    const library = fmu.fmi === 2 ? new Fmi2Library(fmu.library, fmu.title, { ...fmu, resources: pathToFileURL(fmu.resources).href }) : new Fmi3Library(fmu.library, fmu.title, fmu);
    const inputs = (discrete: boolean) => groupVariables(fmu.inputs, library.kinds, (place) => (fmu.fmi === 3 && fmu.inputs[place]?.discrete === true) === discrete);
    const parameters = (tunable: boolean) => groupVariables(fmu.parameters, library.kinds, (place) => (fmu.parameters[place]?.tunable === true) === tunable);
    this.fmu = fmu;
    this.library = library;
    this.alive = alive;
    this.continuous = inputs(false);
    this.discrete = inputs(true);
    this.parameters = [...parameters(true), ...parameters(false)];
    this.outputs = groupVariables(fmu.outputs, library.kinds);
  }

  open(place: ImportedPlace, span: ImportedSpan, state: Uint8Array | undefined): ImportedModel {
    return new SteppedFmu(this, place, span, unpackState(state));
  }

  /** After the last solution, while all is well. */
  close(): void {
    if (this.#instance !== undefined) this.library.free(this.#instance);
  }

  /** An instance as it was made. */
  fresh(name: string): Instance {
    if (this.#instance !== undefined && this.#isUsed && !this.library.reset(this.#instance)) {
      this.library.free(this.#instance);
      this.#instance = undefined;
    }
    this.#instance ??= this.library.instantiate(name);
    this.#isUsed = true;
    return this.#instance;
  }
}

class SteppedFmu implements ImportedModel {
  readonly isAskedAtEnd = false;
  readonly #model: FmuModel;
  readonly #place: ImportedPlace;
  readonly #relativeTolerance: number;
  readonly #state: KeptState | undefined;
  #fromUs: number;
  /** Steps that it has taken, and from where its clock counts them, in seconds. */
  #taken = 0;
  readonly #originS: number;
  #instance: Instance = 0n;
  #course: FmuCourse | undefined;

  constructor(model: FmuModel, place: ImportedPlace, span: ImportedSpan, state: KeptState | undefined) {
    this.#model = model;
    this.#place = place;
    this.#fromUs = span.fromUs;
    this.#relativeTolerance = span.relativeTolerance;
    this.#state = state;
    this.#originS = state?.clockS ?? 0;
  }

  readyUs(): number {
    return this.#fromUs;
  }

  begin(atUs: number, values: Float64Array): void {
    const { library, parameters } = this.#model;
    const { use } = this.#place;
    this.#fromUs = atUs;
    this.#instance = this.#model.fresh(use.name);
    for (const group of parameters) {
      group.load(use.parameters, 0);
      library.set(this.#instance, group);
    }
    library.beginInitialisation(this.#instance, this.#task());
    this.read(values);
  }

  initialise(values: Float64Array): void {
    const { library, continuous, discrete } = this.#model;
    for (const groups of [discrete, continuous]) {
      for (const group of groups) {
        group.load(values, this.#place.input);
        library.set(this.#instance, group);
      }
    }
  }

  endInitialisation(): void {
    const { library } = this.#model;
    library.endInitialisation(this.#instance);
    this.#course = library.course(this.#instance, this.#task());
    this.#course.begin();
    if (this.#state) this.#takeUp(this.#state, this.#course);
  }

  nextUs(): number {
    return this.#fromUs + (this.#taken + 1) * this.#model.fmu.stepUs;
  }

  take(values: Float64Array): void {
    const { continuous, discrete } = this.#model;
    let isNew = false;
    for (const group of discrete) isNew = group.load(values, this.#place.input) || isNew;
    for (const group of continuous) isNew = group.load(values, this.#place.input) || isNew;
    this.#going().give(this.#model, isNew);
  }

  step(): void {
    const from = this.#clockS();
    this.#taken += 1;
    this.#going().step(from, this.#clockS());
  }

  read(values: Float64Array): void {
    for (const group of this.#model.outputs) {
      this.#model.library.get(this.#instance, group);
      group.store(values, this.#place.output);
    }
  }

  /** What is not known of its inputs is not known of its outputs; it knows no more. */
  isUnknown(): boolean {
    return false;
  }

  save(): Uint8Array | undefined {
    const { fmu: { capabilities }, library } = this.#model;
    if (!capabilities.saveState || !capabilities.serializeState) return undefined;
    return packState({ clockS: this.#clockS(), nextEventS: this.#going().nextEventS, parameters: this.#place.use.parameters, bytes: library.saveState(this.#instance) });
  }

  #clockS(): number {
    return this.#originS + (this.#taken * this.#model.fmu.stepUs) / US_PER_S;
  }

  #going(): FmuCourse {
    if (!this.#course) throw new TwinError("internal", `${this.#model.fmu.title} was to go on before it was initialised.`);
    return this.#course;
  }

  #task(): CourseTask {
    return { relativeTolerance: this.#relativeTolerance, alive: this.#model.alive };
  }

  /** Goes on from a state. What is fixed while an FMU runs is as it was when the state was kept. */
  #takeUp(state: KeptState, course: FmuCourse): void {
    const { fmu, library, parameters } = this.#model;
    const { use } = this.#place;
    const changed = fmu.parameters.find((parameter, at) => !parameter.tunable && use.parameters[at] !== state.parameters[at]);
    if (changed) throw new TwinError("bad-input", `${fmu.title}: ${changed.name} is fixed while the FMU runs, so nothing can go on from an instant with another value of it. Simulate the whole span with it instead.`);
    library.restoreState(this.#instance, state.bytes);
    course.resume(state.nextEventS);
    const tunable = parameters.filter(({ isTunable }) => isTunable);
    for (const group of tunable) group.load(use.parameters, 0);
    course.tune(tunable);
  }
}
