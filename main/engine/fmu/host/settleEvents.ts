/** Event iteration: discrete states are updated until nothing more follows (FMI 2.0.4, 3.2.2; FMI 3.0, 2.3.5). */
import { MAX_EVENT_ROUNDS, type LastWords } from "./FmiLibrary.ts";

/** What one update says. */
export interface DiscreteUpdate {
  readonly isNeededAgain: boolean;
  readonly terminates: boolean;
  readonly hasNewNominals: boolean;
  readonly hasNewStates: boolean;
  /** When an event comes by the clock; Infinity where none does. */
  readonly nextEventS: number;
}

/** What all of them together say. Throws `diverged` where there is no end to it, or the FMU ends the simulation. */
export function settleEvents(update: () => DiscreteUpdate, words: LastWords): Pick<DiscreteUpdate, "hasNewNominals" | "hasNewStates" | "nextEventS"> {
  let [hasNewNominals, hasNewStates] = [false, false];
  for (let round = 0; round < MAX_EVENT_ROUNDS; round++) {
    const said = update();
    if (said.terminates) throw words.ended();
    hasNewNominals ||= said.hasNewNominals;
    hasNewStates ||= said.hasNewStates;
    if (Number.isNaN(said.nextEventS)) throw words.trouble("it says that its next event comes at NaN s");
    if (!said.isNeededAgain) return { hasNewNominals, hasNewStates, nextEventS: said.nextEventS };
  }
  throw words.restless();
}
