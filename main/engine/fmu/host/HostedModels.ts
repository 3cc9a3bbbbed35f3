/**
 * The FMUs of a system, stepped together: each sees what the others gave at the last communication instant (Jacobi), so that their order
 * cannot matter. Instances are kept from one solution to the next and reset in between.
 */
import { pathToFileURL } from "node:url";
import { TwinError } from "../../../../shared/contract/errors.ts";
import { formatIso, US_PER_S } from "../../../../shared/time/time.ts";
import type { ConnectImported, ImportedModels, ImportedPlace } from "../../simulation/index.ts";
import type { HostedFmu } from "../hostTypes.ts";
import type { FmiLibrary, Instance } from "./FmiLibrary.ts";
import { Fmi2Library } from "./fmi2.ts";
import { Fmi3Library } from "./fmi3.ts";
import { packState, unpackState, type KeptState } from "./keptState.ts";
import { groupVariables, type VariableGroup } from "./VariableGroup.ts";

/** Says that foreign code is being called, and of which FMU, to who watches over the time. */
export interface CallWatch {
  begin(fmu: number): void;
  end(): void;
}

interface Hosted {
  readonly fmu: HostedFmu;
  readonly index: number;
  readonly library: FmiLibrary;
  readonly continuous: readonly VariableGroup[];
  readonly discrete: readonly VariableGroup[];
  readonly parameters: readonly VariableGroup[];
  readonly outputs: readonly VariableGroup[];
  instance: Instance | undefined;
  /** Whether it has been begun since it was made or reset. */
  isUsed: boolean;
}

export class HostedModels {
  readonly #hosted: ReadonlyMap<string, Hosted>;
  readonly #watch: CallWatch;

  /** Loads the libraries. Throws `damaged` for one that cannot be loaded. */
  constructor(fmus: readonly HostedFmu[], watch: CallWatch) {
    this.#watch = watch;
    this.#hosted = new Map(fmus.map((fmu, index) => [fmu.use, this.#load(fmu, index)]));
  }

  /** For `solveSystem`. */
  readonly connect: ConnectImported = (places, span, states) => {
    const members = places.map((place, at) => ({ place, hosted: this.#of(place), state: unpackState(states?.[at]) }));
    return new Stepping(members, span, this.#watch);
  };

  /** After the last solution, while all is well. */
  close(): void {
    for (const { library, instance } of this.#hosted.values()) if (instance !== undefined) library.free(instance);
  }

  #of({ use }: ImportedPlace): Hosted {
    const found = this.#hosted.get(use.id);
    if (!found) throw new TwinError("internal", `The FMU of ${use.name} was not handed to the process that runs it.`);
    return found;
  }

  #load(fmu: HostedFmu, index: number): Hosted {
    this.#watch.begin(index);
    const library = fmu.fmi === 2 ? new Fmi2Library(fmu.library, fmu.title, { token: fmu.token, resources: pathToFileURL(fmu.resources).href }) : new Fmi3Library(fmu.library, fmu.title, fmu);
    this.#watch.end();
    const isDiscrete = fmu.inputs.map((input, place) => ({ place, discrete: fmu.fmi === 3 && input.discrete }));
    const inputs = (discrete: boolean) => groupVariables(fmu.inputs, library.kinds, (place) => isDiscrete[place]?.discrete === discrete);
    return {
      fmu, index, library, continuous: inputs(false), discrete: inputs(true), parameters: [...groupVariables(fmu.parameters, library.kinds, (place) => fmu.parameters[place]?.tunable === true), ...groupVariables(fmu.parameters, library.kinds, (place) => fmu.parameters[place]?.tunable !== true)], outputs: groupVariables(fmu.outputs, library.kinds),
      instance: undefined, isUsed: false,
    };
  }
}

interface Member {
  readonly place: ImportedPlace;
  readonly hosted: Hosted;
  readonly state: KeptState | undefined;
}

class Stepping implements ImportedModels {
  readonly #members: readonly Member[];
  readonly #watch: CallWatch;
  readonly #fromUs: number;
  readonly #toUs: number;
  /** Steps that each has taken, and from where its clock counts them, in seconds. */
  readonly #taken: number[];
  readonly #originS: number[];
  /** Those that are at the begin of a step. */
  #fresh: readonly number[];

  constructor(members: readonly Member[], { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }, watch: CallWatch) {
    this.#members = members;
    this.#watch = watch;
    this.#fromUs = fromUs;
    this.#toUs = toUs;
    this.#taken = members.map(() => 0);
    this.#originS = members.map(({ state }) => state?.clockS ?? 0);
    this.#fresh = members.map((_, at) => at);
  }

  start(values: Float64Array, settle: () => void): void {
    for (const member of this.#members) {
      this.#call(member, this.#fromUs, () => {
        this.#begin(member);
        this.#read(member, values);
      });
    }
    settle();
    // Outputs at the begin may follow from others' outputs there: once through the longest chain of them.
    for (let round = 0; round <= this.#members.length; round++) {
      for (const member of this.#members) this.#call(member, this.#fromUs, () => this.#give(member, values, false));
      for (const member of this.#members) this.#call(member, this.#fromUs, () => this.#read(member, values));
      settle();
    }
    for (const member of this.#members) {
      this.#call(member, this.#fromUs, ({ library, instance }) => {
        library.endInitialisation(instance);
        if (member.state) takeUp(member.state, member, instance);
        this.#read(member, values);
      });
    }
  }

  nextUs(): number {
    let next = Infinity;
    for (let at = 0; at < this.#members.length; at++) next = Math.min(next, this.#dueUs(at));
    return next <= this.#toUs ? next : Infinity;
  }

  take(values: Float64Array): void {
    for (const at of this.#fresh) {
      const member = this.#members[at] as Member;
      this.#call(member, this.#dueUs(at) - member.hosted.fmu.stepUs, () => this.#give(member, values, true));
    }
    this.#fresh = [];
  }

  advance(values: Float64Array): void {
    const nowUs = this.nextUs();
    this.#fresh = this.#members.flatMap((_, at) => (this.#dueUs(at) === nowUs ? [at] : []));
    for (const at of this.#fresh) {
      const member = this.#members[at] as Member;
      const { stepUs } = member.hosted.fmu;
      const taken = this.#taken[at] as number;
      const origin = this.#originS[at] as number;
      this.#call(member, nowUs - stepUs, ({ library, instance }) => library.step(instance, origin + (taken * stepUs) / US_PER_S, origin + ((taken + 1) * stepUs) / US_PER_S));
      this.#taken[at] = taken + 1;
    }
    for (const at of this.#fresh) {
      const member = this.#members[at] as Member;
      this.#call(member, nowUs, () => this.#read(member, values));
    }
  }

  save(): readonly Uint8Array[] | undefined {
    if (!this.#members.every(({ hosted }) => hosted.fmu.capabilities.saveState && hosted.fmu.capabilities.serializeState)) return undefined;
    return this.#members.map((member, at) => this.#call(member, this.#toUs, ({ library, instance }) => {
      const clockS = (this.#originS[at] as number) + ((this.#taken[at] as number) * member.hosted.fmu.stepUs) / US_PER_S;
      return packState({ clockS, parameters: member.place.use.parameters, bytes: library.saveState(instance) });
    }));
  }

  #dueUs(at: number): number {
    return this.#fromUs + ((this.#taken[at] as number) + 1) * (this.#members[at]?.hosted.fmu.stepUs ?? Infinity);
  }

  #begin({ hosted, place: { use } }: Member): void {
    const { library, parameters } = hosted;
    if (hosted.instance !== undefined && hosted.isUsed && !library.reset(hosted.instance)) {
      library.free(hosted.instance);
      hosted.instance = undefined;
    }
    const instance = hosted.instance ?? library.instantiate(use.name);
    hosted.instance = instance;
    hosted.isUsed = true;
    for (const group of parameters) {
      group.load(use.parameters, 0);
      library.set(instance, group);
    }
    library.beginInitialisation(instance, (this.#toUs - this.#fromUs) / US_PER_S);
  }

  /** Inputs of the system into the FMU; those that change at events only in event mode, once it runs. */
  #give({ hosted: { library, instance = 0n, continuous, discrete }, place }: Member, values: Float64Array, isRunning: boolean): void {
    for (const group of discrete) group.load(values, place.input);
    for (const group of continuous) {
      group.load(values, place.input);
      library.set(instance, group);
    }
    if (isRunning && discrete.length > 0) library.setDiscrete(instance, discrete);
    else for (const group of discrete) library.set(instance, group);
  }

  #read({ hosted: { library, instance = 0n, outputs }, place }: Member, values: Float64Array): void {
    for (const group of outputs) {
      library.get(instance, group);
      group.store(values, place.output);
    }
  }

  /** Foreign code, watched; its troubles with the name of the FMU and the instant. */
  #call<T>({ hosted }: Member, atUs: number, work: (hosted: { readonly library: FmiLibrary; readonly instance: Instance }) => T): T {
    this.#watch.begin(hosted.index);
    try {
      return work({ library: hosted.library, instance: hosted.instance ?? 0n });
    } catch (error) {
      const { code, message } = TwinError.from(error);
      throw code === "diverged" ? new TwinError("diverged", `${hosted.fmu.title}, ${formatIso(atUs)}: ${message}.`, { cause: error }) : error;
    } finally {
      this.#watch.end();
    }
  }
}

/** Goes on from a state. What is fixed while an FMU runs is as it was when the state was kept. */
function takeUp(state: KeptState, { hosted: { fmu, library, parameters }, place: { use } }: Member, instance: Instance): void {
  const changed = fmu.parameters.find((parameter, at) => !parameter.tunable && use.parameters[at] !== state.parameters[at]);
  if (changed) throw new TwinError("bad-input", `${fmu.title}: ${changed.name} is fixed while the FMU runs, so nothing can go on from an instant with another value of it. Simulate the whole span with it instead.`);
  library.restoreState(instance, state.bytes);
  for (const group of parameters) {
    if (!group.isTunable) continue;
    group.load(use.parameters, 0);
    library.set(instance, group);
  }
}
