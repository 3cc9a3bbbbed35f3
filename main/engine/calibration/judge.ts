/** Whether a fit may be called a calibration. */
import type { FitErrors } from "../../../shared/contract/calibration.ts";

/** Held-out errors beyond this many times the fitted ones say that the fit learned the span, not the machine. */
const WORSE_AT_MOST = 2;

/** Why it may not, in plain words; undefined where it may. */
export function objection({ fit, heldOut, constant, lastValue }: FitErrors): string | undefined {
  if (heldOut === undefined) return "No span was held out, so nothing shows that the values hold beyond the data they were fitted to.";
  if (!Number.isFinite(heldOut)) return "Nothing could be compared on the spans that were held out.";
  const guess = Math.min(constant, lastValue);
  if (heldOut >= guess) return `On the spans that were held out ${constant <= lastValue ? "the mean of the fitted ones" : "each span's first value, held,"} is as good a guess as the model.`;
  if (heldOut > WORSE_AT_MOST * fit) return `On the spans that were held out the model is off by ${(heldOut / fit).toPrecision(2)} times what it is off by where it was fitted.`;
  return undefined;
}
