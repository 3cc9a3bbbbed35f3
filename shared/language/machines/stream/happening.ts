/** What an event is at one instant: whether it happens, and whether it can be decided. Both bits may be set: then it happens. */
import { FALSE, TRUE, UNKNOWN, type Truth } from "./truth.ts";

export type Happening = 0 | 1 | 2 | 3;
const UNDECIDED = 1;
const HAPPENS = 2;

export function happening(happens: boolean, undecided: boolean): Happening {
  return ((happens ? HAPPENS : 0) + (undecided ? UNDECIDED : 0)) as Happening; // one of the four by construction
}

export function happens(e: Happening): boolean {
  return e >= HAPPENS;
}

export function isUndecided(e: Happening): boolean {
  return (e & UNDECIDED) !== 0;
}

/** As a condition of this very instant. */
export function truthOfHappening(e: Happening): Truth {
  return happens(e) ? TRUE : e === UNDECIDED ? UNKNOWN : FALSE;
}
