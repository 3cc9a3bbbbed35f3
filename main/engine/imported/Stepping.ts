/**
 * The imported models of a system, stepped together: each sees what the others gave at the last communication instant (Jacobi), so that their order
 * cannot matter.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import { formatIso } from "../../../shared/time/time.ts";
import type { ImportedModel, ImportedModels, ImportedPlace, ImportedSpan } from "../simulation/index.ts";

/** Says that foreign code is being called, and of which model, to who watches over the time. */
export interface CallWatch {
  begin(model: number): void;
  end(): void;
}

export interface Member {
  readonly place: ImportedPlace;
  /** Its number among the models of the process. */
  readonly index: number;
  /** Its use and file, for messages. */
  readonly title: string;
  readonly model: ImportedModel;
}

export class Stepping implements ImportedModels {
  readonly #members: readonly Member[];
  readonly #watch: CallWatch;
  readonly #span: ImportedSpan;
  #nowUs: number;
  /** Those that are at the begin of a step. */
  #fresh: readonly Member[];

  constructor(members: readonly Member[], span: ImportedSpan, watch: CallWatch) {
    this.#members = members;
    this.#watch = watch;
    this.#span = span;
    this.#nowUs = span.fromUs;
    this.#fresh = members;
  }

  readyUs(): number {
    return Math.max(this.#span.fromUs, ...this.#members.map((member) => this.#call(member, () => member.model.readyUs())));
  }

  start(fromUs: number, values: Float64Array, isUnknown: (place: ImportedPlace) => boolean, settle: () => void): void {
    const each = (work: (model: ImportedModel, place: ImportedPlace) => void): void => this.#members.forEach((member) => this.#call(member, () => work(member.model, member.place)));
    this.#nowUs = fromUs;
    each((model) => model.begin(fromUs, values));
    settle();
    // Outputs at the begin may follow from others' outputs there: once through the longest chain of them.
    for (let round = 0; round <= this.#members.length; round++) {
      each((model, place) => model.initialise(values, isUnknown(place)));
      each((model) => model.read(values));
      settle();
    }
    each((model) => {
      model.endInitialisation();
      model.read(values);
    });
  }

  nextUs(): number {
    let next = Infinity;
    for (const { model } of this.#members) next = Math.min(next, model.nextUs());
    return next <= this.#span.toUs ? next : Infinity;
  }

  take(values: Float64Array): void {
    for (const member of this.#fresh) this.#call(member, () => member.model.take(values));
    this.#fresh = [];
  }

  advance(values: Float64Array, isUnknown: (place: ImportedPlace) => boolean): void {
    const nextUs = this.nextUs();
    this.#fresh = this.#members.filter(({ model }) => model.nextUs() === nextUs);
    for (const member of this.#fresh) this.#call(member, () => member.model.step(values, isUnknown(member.place)), member.model.isAskedAtEnd ? nextUs : this.#nowUs);
    this.#nowUs = nextUs;
    for (const member of this.#fresh) this.#call(member, () => member.model.read(values));
  }

  tellUnknown(tell: (place: ImportedPlace, isUnknown: boolean) => void): void {
    for (const { place, model } of this.#members) tell(place, model.isUnknown());
  }

  save(): readonly Uint8Array[] | undefined {
    const saved = this.#members.flatMap((member) => this.#call(member, () => member.model.save()) ?? []);
    return saved.length === this.#members.length ? saved : undefined;
  }

  /** Foreign code, watched; its troubles with the name of the model and the instant. */
  #call<T>({ index, title }: Member, work: () => T, atUs = this.#nowUs): T {
    this.#watch.begin(index);
    try {
      return work();
    } catch (error) {
      const { code, message } = TwinError.from(error);
      throw code === "diverged" ? new TwinError("diverged", `${title}, ${formatIso(atUs)}: ${message}.`, { cause: error }) : error;
    } finally {
      this.#watch.end();
    }
  }
}
