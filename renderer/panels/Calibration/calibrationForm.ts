/** What is chosen in the calibration panel, and the request that it comes to. Pure. */
import { parameterName, type CalibrateRequest } from "../../../shared/contract/calibration.ts";
import type { UseInfo, UseParameter } from "../../../shared/contract/runs.ts";
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
  /** By name: `R`, `Cooling.k` of another use. */
  readonly parameters: Readonly<Record<string, ParameterChoice>>;
  /** By compared output, named likewise: how much it counts beside the others, 1 where nothing is said; 0 leaves it out. */
  readonly weights: Readonly<Record<string, number | undefined>>;
  readonly spans: readonly ChosenSpan[];
  readonly starts: number;
}

export const STARTS = [1, 4, 16] as const;

/** The use that is calibrated, then the others that may be with it. */
export type UsesTogether = readonly [UseInfo, ...UseInfo[]];

export function usesWith(own: UseInfo, all: readonly UseInfo[]): UsesTogether {
  return [own, ...all.filter(({ name, parameters }) => own.together.includes(name) && parameters.length > 0)];
}

/** Those that are compared with something, and have a parameter or are with one that has. */
export function calibratable(all: readonly UseInfo[]): UseInfo[] {
  return all.filter((use) => use.compared.length > 0 && usesWith(use, all).some(({ parameters }) => parameters.length > 0));
}

/** A fresh form: nothing chosen to fit yet, on the asset that comes first. */
export function formFor(use: UseInfo, spans: readonly ChosenSpan[]): CalibrationForm {
  return { use: use.name, asset: use.assetIds[0], spans, starts: 4, weights: {}, parameters: {} };
}

/** What is chosen for a parameter; at first it is not fitted, within the bounds that the model gives. */
export function choiceOf({ use: own, parameters }: Pick<CalibrationForm, "use" | "parameters">, use: UseInfo, { name, low, high }: UseParameter): ParameterChoice {
  return parameters[parameterName({ use: use.name, name }, own)] ?? { isFitted: false, low, high };
}

interface Fitted extends ParameterChoice {
  readonly use: UseInfo;
  readonly name: string;
}

function fittedOf(form: CalibrationForm, uses: UsesTogether): Fitted[] {
  return uses.flatMap((use) => use.parameters.flatMap((parameter) => {
    const choice = choiceOf(form, use, parameter);
    return choice.isFitted ? [{ use, name: parameter.name, ...choice }] : [];
  }));
}

/** In the order of the request. */
export function fittedNames(form: CalibrationForm, uses: UsesTogether): string[] {
  return fittedOf(form, uses).map(({ use, name }) => parameterName({ use: use.name, name }, form.use));
}

/** Spans with one more. What is held out stays so, whichever was chosen first: the fit is cut. */
export function withSpan(spans: readonly ChosenSpan[], added: ChosenSpan): ChosenSpan[] {
  const heldOut = spans.filter((span) => span.heldOut);
  const parts = withoutSpans(added, added.heldOut ? [] : heldOut);
  const others = spans.flatMap((span) => (span.heldOut && !added.heldOut ? [span] : withoutSpans(span, [added]).map((part) => ({ ...part, heldOut: span.heldOut }))));
  return [...others, ...parts.map((part) => ({ ...part, heldOut: added.heldOut }))].sort((a, b) => a.fromUs - b.fromUs);
}

export interface ComparedOutput {
  readonly name: string;
  readonly unit: string;
  readonly signals: readonly string[];
}

/** Outputs that are compared: of the use, and of others of which something is fitted; each with the signals that it is compared with on the assets that are fitted. */
export function comparedOutputs(form: CalibrationForm, uses: UsesTogether): ComparedOutput[] {
  const fitted = new Set(fittedOf(form, uses).map(({ use }) => use.name));
  return uses.filter(({ name }) => name === form.use || fitted.has(name)).flatMap(({ name: use, outputs, assetIds }) => {
    // Another use may stand on other assets, connected with those that are chosen.
    const asset = form.asset !== undefined && assetIds.includes(form.asset) ? form.asset : undefined;
    return outputs.flatMap(({ name, unit, comparedWith }): ComparedOutput[] => {
      const signals = comparedWith.flatMap((signal, i) => (signal !== undefined && (asset === undefined || assetIds[i] === asset) ? [signal] : []));
      return signals.length > 0 ? [{ name: parameterName({ use, name }, form.use), unit, signals }] : [];
    });
  });
}

/** The request, or what is still missing in plain words. */
export function requestOf(form: CalibrationForm, uses: UsesTogether): CalibrateRequest | string {
  const { use, asset, spans, starts, weights } = form;
  const fitted = fittedOf(form, uses);
  const [first, ...others] = fitted.map(({ use: whose, name, low, high }) => ({ ...(whose.name !== use && { use: whose.name }), name, ...(low !== undefined && { low }), ...(high !== undefined && { high }) }));
  const [fitSpan, ...fitSpans] = spans.filter(({ heldOut }) => !heldOut).map(whole);
  const wrong = fitted.find(({ low, high }) => low !== undefined && high !== undefined && low >= high);
  const weighed = comparedOutputs(form, uses).map(({ name, signals }) => ({ name, signals, weight: weights[name] ?? 1 }));
  const negative = weighed.find(({ weight }) => weight < 0);
  if (!first) return "Choose at least one parameter to fit.";
  if (wrong) return `The bounds of ${parameterName({ use: wrong.use.name, name: wrong.name }, use)} leave it no room.`;
  if (negative) return `The weight of ${negative.name} is not below 0.`;
  if (weighed.length > 0 && weighed.every(({ weight }) => weight === 0)) return "Every compared output is left out: give one a weight above 0.";
  if (!fitSpan) return "Choose a span to fit: show it on the timeline, then “Fit the shown span”.";
  const other = weighed.filter(({ weight }) => weight !== 1).flatMap(({ signals, weight }) => signals.map((signal): [string, number] => [signal, weight]));
  return { use, fit: [first, ...others], ...(other.length > 0 && { weights: Object.fromEntries(other) }), fitSpans: [fitSpan, ...fitSpans], heldOut: spans.filter(({ heldOut }) => heldOut).map(whole), starts, ...(asset !== undefined && { assets: [asset] }) };
}

function whole({ fromUs, toUs }: Span): Span {
  return { fromUs: Math.round(fromUs), toUs: Math.round(toUs) };
}
