/**
 * Decides from the steps taken which method goes on. A step says h·|λ|; the explicit method is stable up to a limit of it,
 * and steps that stay near that limit are short for no other reason.
 *
 * Source: Hairer, Wanner, Solving Ordinary Differential Equations II, IV.2, as in their code DOPRI5.
 */

/**
 * Dormand–Prince 5(4) is stable up to 3.3 on the negative real axis. Held by that limit, step control goes to and fro between
 * 2.97 and 3.7 (measured on the reference problems), so whatever lies above this counts.
 */
const STIFF_FROM = 2.9;
/** Below, by enough that the methods do not take turns. */
const EASY_UP_TO = 2;
/** So many stiff steps, with fewer calm ones in a row between them than the next number, and the system is stiff. */
const STIFF_STEPS = 15;
const CALM_STEPS = 6;
/** So many steps of the stiff method in a row that the explicit one could have taken. */
const EASY_STEPS = 10;

export class StiffnessWatch {
  #stiff = 0;
  #calm = 0;
  #easy = 0;

  reset(): void {
    this.#stiff = 0;
    this.#calm = 0;
    this.#easy = 0;
  }

  /** Whether the system has become stiff, after a step of the explicit method. */
  becameStiff(stiffness: number): boolean {
    if (stiffness > STIFF_FROM) {
      this.#calm = 0;
      this.#stiff += 1;
      return this.#stiff >= STIFF_STEPS;
    }
    this.#calm += 1;
    if (this.#calm >= CALM_STEPS) this.#stiff = 0;
    return false;
  }

  /** Whether the explicit method can go on, after a step of the stiff one. */
  becameEasy(stiffness: number): boolean {
    this.#easy = stiffness <= EASY_UP_TO ? this.#easy + 1 : 0;
    return this.#easy >= EASY_STEPS;
  }
}
