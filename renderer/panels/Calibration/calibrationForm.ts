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
  readonly spans: readonly ChosenSpan[];
  readonly starts: number;
}

export const STARTS = [1, 4, 16] as const;

/** A fresh form: nothing chosen to fit yet, on the asset that comes first, with the bounds that the model gives. */
export function formFor(use: UseInfo, spans: readonly ChosenSpan[]): CalibrationForm {
  return {
    use: use.name, asset: use.assetIds[0], spans, starts: 4,
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

/** The request, or what is still missing in plain words. */
export function requestOf({ use, asset, parameters, spans, starts }: CalibrationForm): CalibrateRequest | string {
  const fitted = Object.entries(parameters).filter(([, { isFitted }]) => isFitted);
  const [first, ...others] = fitted.map(([name, { low, high }]) => ({ name, ...(low !== undefined && { low }), ...(high !== undefined && { high }) }));
  const [fitSpan, ...fitSpans] = spans.filter(({ heldOut }) => !heldOut).map(whole);
  const wrong = fitted.find(([, { low, high }]) => low !== undefined && high !== undefined && low >= high);
  if (!first) return "Choose at least one parameter to fit.";
  if (wrong) return `The bounds of ${wrong[0]} leave it no room.`;
  if (!fitSpan) return "Choose a span to fit: show it on the timeline, then “Fit the shown span”.";
  return { use, fit: [first, ...others], fitSpans: [fitSpan, ...fitSpans], heldOut: spans.filter(({ heldOut }) => heldOut).map(whole), starts, ...(asset !== undefined && { assets: [asset] }) };
}

function whole({ fromUs, toUs }: Span): Span {
  return { fromUs: Math.round(fromUs), toUs: Math.round(toUs) };
}
