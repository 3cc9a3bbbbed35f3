/** The state of one `p for d [tolerate g]`: when p was last false and since when it has been true. */
import { FALSE, TRUE, UNKNOWN, type Truth } from "./truth.ts";

/** Plain form; null stands for "never". */
export interface SavedHeldFor {
  readonly raw: Truth;
  readonly p: Truth;
  readonly falseEndUs: number | null;
  readonly trueSinceUs: number | null;
  readonly unknownSinceUs: number | null;
  readonly dueUs: number | null;
}

export class HeldFor {
  readonly #durationUs: number;
  readonly #tolerateUs: number;
  #raw: Truth = UNKNOWN;
  /** The condition with tolerance applied. */
  #p: Truth = UNKNOWN;
  #falseEndUs = -Infinity;
  #trueSinceUs = Infinity;
  /** Start of an unknown stretch that followed true; Infinity if the present one did not. */
  #unknownSinceUs = Infinity;
  /** The next instant at which the answer may change without a change of p. */
  dueUs = Infinity;

  constructor(durationUs: number, tolerateUs = 0) {
    this.#durationUs = durationUs;
    this.#tolerateUs = tolerateUs;
  }

  /** The answer at t, given p's value from t on. To be asked at every instant at which p changes and at `dueUs`, in order of time. */
  at(tUs: number, raw: Truth): Truth {
    if (raw === UNKNOWN) {
      if (this.#raw === TRUE) this.#unknownSinceUs = tUs;
    } else this.#unknownSinceUs = Infinity;
    const toleratedUntilUs = this.#unknownSinceUs === Infinity ? -Infinity : this.#unknownSinceUs + this.#tolerateUs;
    const p = raw === UNKNOWN && tUs < toleratedUntilUs ? TRUE : raw;
    if (this.#p === FALSE && p !== FALSE) this.#falseEndUs = tUs;
    if (p !== TRUE) this.#trueSinceUs = Infinity;
    else if (this.#p !== TRUE) this.#trueSinceUs = tUs;
    this.#raw = raw;
    this.#p = p;

    const freeUs = this.#falseEndUs + this.#durationUs;
    const firesUs = this.#trueSinceUs + this.#durationUs;
    this.dueUs = Math.min(freeUs > tUs ? freeUs : Infinity, firesUs > tUs ? firesUs : Infinity, toleratedUntilUs > tUs ? toleratedUntilUs : Infinity);
    if (p === FALSE || tUs < freeUs) return FALSE;
    return p === TRUE && firesUs <= tUs ? TRUE : UNKNOWN;
  }

  save(): SavedHeldFor {
    const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
    // A condition true since −∞ (a constant) is told apart from one that is not true by `p`.
    return { raw: this.#raw, p: this.#p, falseEndUs: finite(this.#falseEndUs), trueSinceUs: finite(this.#trueSinceUs), unknownSinceUs: finite(this.#unknownSinceUs), dueUs: finite(this.dueUs) };
  }

  restore(saved: SavedHeldFor): void {
    this.#raw = saved.raw;
    this.#p = saved.p;
    this.#falseEndUs = saved.falseEndUs ?? -Infinity;
    this.#trueSinceUs = saved.trueSinceUs ?? (saved.p === TRUE ? -Infinity : Infinity);
    this.#unknownSinceUs = saved.unknownSinceUs ?? Infinity;
    this.dueUs = saved.dueUs ?? Infinity;
  }
}
