/** Whether a fit may be called a calibration. */
import type { FitErrors, FittedParameter } from "../../../shared/contract/calibration.ts";

/** Held-out errors beyond this many times the fitted ones say that the fit learned the span, not the machine. */
const WORSE_AT_MOST = 2;
/** As long as they are more than this share of what guessing would be off by: below it both are rounding. */
const NEGLIGIBLE = 1e-3;

/** Why it may not, in plain words; undefined where it may. */
export function objection({ fit, heldOut, constant, lastValue }: FitErrors, parameters: readonly Pick<FittedParameter, "verdict">[]): string | undefined {
  if (heldOut === undefined) return "No span was held out, so nothing shows that the values hold beyond the data they were fitted to.";
  if (!Number.isFinite(heldOut)) return "Nothing could be compared on the spans that were held out.";
  const guess = Math.min(constant, lastValue);
  if (heldOut >= guess) return `On the spans that were held out ${constant <= lastValue ? "the mean of the fitted ones" : "each span's first value, held,"} is as good a guess as the model.`;
  if (heldOut > Math.max(WORSE_AT_MOST * fit, NEGLIGIBLE * guess)) return `On the spans that were held out the model is off by ${(heldOut / fit).toPrecision(2)} times what it is off by where it was fitted.`;
  if (parameters.every(({ verdict }) => verdict === "not-identifiable")) return `The model holds on the spans that were held out, but ${parameters.length === 1 ? "the parameter is" : "none of the parameters is"} known from these data: other values would do as well.`;
  return undefined;
}
