/** Running totals: from zero at each event, else from the first sample of history. */
import { ExactSum } from "../../../math/ExactSum.ts";
import { US_PER_S } from "../../../time/time.ts";
import type { Events } from "./events.ts";
import { piecesOf, sampledAt, union, type StepFunction } from "./stepFunction.ts";
import { finite } from "./values.ts";

/** Since when a total runs at t; undefined before it has begun. */
function beginsAt(tUs: number, since: Events | undefined, firstUs: number | undefined): number | undefined {
  if (since) return since.timesUs.findLast((eUs) => eUs <= tUs);
  return firstUs !== undefined && firstUs <= tUs ? firstUs : undefined;
}

/** The running integral of x in x·s; unknown stretches add nothing. Worked out at the instants of x and of the event. */
export function totalOf(x: StepFunction<number>, since: Events | undefined, firstUs: number | undefined): StepFunction<number> {
  return sampledAt(union(x.instantsUs, since?.instantsUs ?? []), (tUs) => {
    const beginUs = beginsAt(tUs, since, firstUs);
    if (beginUs === undefined) return undefined;
    const sum = new ExactSum();
    for (const { fromUs, toUs, value } of piecesOf(x)) {
      const lengthUs = Math.min(toUs, tUs) - Math.max(fromUs, beginUs);
      if (value !== undefined && lengthUs > 0) sum.add(value, lengthUs);
    }
    return finite(sum.dividedBy(US_PER_S));
  });
}
