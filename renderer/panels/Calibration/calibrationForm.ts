/** What is chosen in the calibration panel, and the request that it comes to. Pure. */
import type { CalibrateRequest } from "../../../shared/contract/calibration.ts";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { withoutSpans } from "../../../shared/time/spans.ts";
import type { Span } from "../../../shared/time/time.ts";

export interface ParameterChoice {
  readonly isFitted: boolean;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface ChosenSpan extends Span {
  readonly heldOut: boolean;
}

export interface CalibrationForm {
  readonly use: string;
  /** Undefined: all assets share the values. */
  readonly asset: string | undefined;
  readonly parameters: Readonly<Record<string, ParameterChoice>>;
  /** By compared output: how much it counts beside the others, 1 where nothing is said; 0 leaves it out. */
  readonly weights: Readonly<Record<string, number | undefined>>;
  readonly spans: readonly ChosenSpan[];
  readonly starts: number;
}

export const STARTS = [1, 4, 16] as const;

/** A fresh form: nothing chosen to fit yet, on the asset that comes first, with the bounds that the model gives. */
export function formFor(use: UseInfo, spans: readonly ChosenSpan[]): CalibrationForm {
  return {
    use: use.name, asset: use.assetIds[0], spans, starts: 4, weights: {},
    parameters: Object.fromEntries(use.parameters.map(({ name, low, high }) => [name, { isFitted: false, low, high }])),
  };
}

/** Spans with one more. What is held out stays so, whichever was chosen first: the fit is cut. */
export function withSpan(spans: readonly ChosenSpan[], added: ChosenSpan): ChosenSpan[] {
  const heldOut = spans.filter((span) => span.heldOut);
  const parts = withoutSpans(added, added.heldOut ? [] : heldOut);
  const others = spans.flatMap((span) => (span.heldOut && !added.heldOut ? [span] : withoutSpans(span, [added]).map((part) => ({ ...part, heldOut: span.heldOut }))));
  return [...others, ...parts.map((part) => ({ ...part, heldOut: added.heldOut }))].sort((a, b) => a.fromUs - b.fromUs);
}

/** Outputs that are compared on the assets that are fitted, each with the signals it is compared with there. */
export function comparedOutputs({ outputs, assetIds }: UseInfo, asset: string | undefined): { readonly name: string; readonly unit: string; readonly signals: readonly string[] }[] {
  return outputs.flatMap(({ name, unit, comparedWith }) => {
    const signals = comparedWith.flatMap((signal, i) => (signal !== undefined && (asset === undefined || assetIds[i] === asset) ? [signal] : []));
    return signals.length > 0 ? [{ name, unit, signals }] : [];
  });
}

/** The request, or what is still missing in plain words. */
export function requestOf({ use, asset, parameters, spans, starts, weights }: CalibrationForm, info: UseInfo): CalibrateRequest | string {
  const fitted = Object.entries(parameters).filter(([, { isFitted }]) => isFitted);
  const [first, ...others] = fitted.map(([name, { low, high }]) => ({ name, ...(low !== undefined && { low }), ...(high !== undefined && { high }) }));
  const [fitSpan, ...fitSpans] = spans.filter(({ heldOut }) => !heldOut).map(whole);
  const wrong = fitted.find(([, { low, high }]) => low !== undefined && high !== undefined && low >= high);
  const compared = comparedOutputs(info, asset);
  const weighed = compared.map(({ name, signals }) => ({ name, signals, weight: weights[name] ?? 1 }));
  const negative = weighed.find(({ weight }) => weight < 0);
  if (!first) return "Choose at least one parameter to fit.";
  if (wrong) return `The bounds of ${wrong[0]} leave it no room.`;
  if (negative) return `The weight of ${negative.name} is not below 0.`;
  if (weighed.length > 0 && weighed.every(({ weight }) => weight === 0)) return "Every compared output is left out: give one a weight above 0.";
  if (!fitSpan) return "Choose a span to fit: show it on the timeline, then “Fit the shown span”.";
  const other = weighed.filter(({ weight }) => weight !== 1).flatMap(({ signals, weight }) => signals.map((signal): [string, number] => [signal, weight]));
  return { use, fit: [first, ...others], ...(other.length > 0 && { weights: Object.fromEntries(other) }), fitSpans: [fitSpan, ...fitSpans], heldOut: spans.filter(({ heldOut }) => heldOut).map(whole), starts, ...(asset !== undefined && { assets: [asset] }) };
}

function whole({ fromUs, toUs }: Span): Span {
  return { fromUs: Math.round(fromUs), toUs: Math.round(toUs) };
}
