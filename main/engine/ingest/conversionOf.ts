/** How values of a binding become values of its signal: unit conversion and limits, or why that cannot be. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Binding } from "../../../shared/model/project.ts";
import { formatPath } from "../../../shared/model/path.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { affine, IDENTITY, incompatibility } from "../../../shared/units/convert.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";

/** value · factor + offset, then compared with the limits. */
export interface SampleConversion {
  readonly factor: number;
  readonly offset: number;
  readonly low: number;
  readonly high: number;
}

/** Throws `bad-input` where the units cannot be converted: a wrong number is worse than a gap. */
export function conversionOf(binding: Binding, signal: Signal): SampleConversion {
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = signal.limits ?? {};
  return { ...unitConversion(binding, signal), low, high };
}

function unitConversion(binding: Binding, signal: Signal): { readonly factor: number; readonly offset: number } {
  if (signal.dataType !== "number" || binding.sourceUnit === undefined || signal.unit === undefined || binding.sourceUnit === signal.unit) return IDENTITY;
  const [from, to] = [parseUnit(binding.sourceUnit), parseUnit(signal.unit)];
  const problem = isUnitError(from) ? from.problem : isUnitError(to) ? to.problem : incompatibility(from, to);
  const conversion = isUnitError(from) || isUnitError(to) ? undefined : affine(from, to);
  if (conversion) return conversion;
  throw new TwinError("bad-input", `${formatPath(signal.path)} is not recorded: its source delivers ${binding.sourceUnit}, the signal is in ${signal.unit}. ${problem ?? ""} Correct the unit of the binding or of the signal.`);
}
