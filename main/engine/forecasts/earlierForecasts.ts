/** How far forecasts that are asked for in the same way would have been off, had they been made at earlier instants: compared with what came. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { EarlierForecasts, EarlierLead } from "../../../shared/contract/forecasts.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { quantile } from "../../../shared/math/quantile.ts";
import type { Span } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { digestSeries, planForecast, readInputs, solveSystems, within, type ForecastQuestion, type InputSeries, type SolverPlace } from "../simulation/index.ts";
import { NINE_IN_TEN } from "../studies/index.ts";

/** Equal parts of a forecast's length that are told apart. */
const LEADS = 4;

interface Compared {
  readonly signal: string;
  readonly use: string;
  readonly unit: string;
  /** Measured minus forecast, and measured minus the value that was known at the begin, by part of the length. */
  readonly off: readonly number[][];
  readonly heldOff: readonly number[][];
}

export interface EarlierParts {
  readonly history: HistoryInterface;
  readonly solver: SolverPlace;
}

/**
 * `count` forecasts, each as long before the other as it is itself; nothing is changed in them, since nothing was. One that cannot be made (history
 * begins later, no solution) is left out.
 */
export async function earlierForecasts(parts: EarlierParts, uses: readonly UseProgram[], question: Omit<ForecastQuestion, "changes">, count: number, context: JobContext): Promise<{ readonly earlier: EarlierForecasts; readonly read: ReadonlyMap<string, string> }> {
  // In the order of the uses, whichever is solved first.
  const compared = new Map(uses.flatMap((use) => use.compared.map(({ signal, unit, output }): [string, Compared] => [keyOf(use, output, signal), { signal, use: use.name, unit, off: byLead(), heldOff: byLead() }])));
  const read = new Map<string, string>();
  const lengthUs = question.toUs - question.fromUs;
  let made = 0;
  for (let before = 1; before <= count; before++) {
    const span = { fromUs: question.fromUs - before * lengthUs, toUs: question.toUs - before * lengthUs };
    const part = within(context, (before - 1) / count, before / count);
    try {
      const inputs = await forecastOnce(parts, uses, { ...question, ...span, changes: [] }, compared, { ...part, progress: ({ share }) => part.progress({ ...(share !== undefined && { share }), text: `Forecasting from the past, ${before} of ${count}` }) });
      for (const [name, digest] of Object.entries(inputs)) read.set(name, `${read.get(name) ?? ""} ${digest}`);
      made += 1;
    } catch (error) {
      const { code } = TwinError.from(error);
      if (code !== "bad-input" && code !== "diverged" && code !== "limit") throw error;
    }
  }
  const signals = [...compared.values()].map(({ signal, use, unit, off, heldOff }) => ({
    signal, use, unit: codeOfDifference(unit),
    leads: off.flatMap((errors, lead) => (errors.length === 0 ? [] : [leadOf(errors, heldOff[lead] ?? [], ((lead + 1) * lengthUs) / LEADS)])),
  }));
  return { earlier: { asked: count, made, signals: signals.filter(({ leads }) => leads.length > 0) }, read };
}

async function forecastOnce({ history, solver }: EarlierParts, uses: readonly UseProgram[], question: ForecastQuestion, compared: ReadonlyMap<string, Compared>, context: JobContext): Promise<Record<string, string>> {
  const plan = await planForecast(history, solver, uses, question, context);
  const { fromUs, toUs, warmUpUs } = question;
  // From before the begin on: what was known there may be older.
  const measured = await readInputs(history, comparedSignals(uses), { fromUs: fromUs - warmUpUs, toUs }, context.signal);
  const results = await solveSystems({ ...plan, spans: plan.spans.map((span) => ({ ...span, measured })) }, {
    solver, signal: context.signal, onShare: () => undefined,
    onOutput: (system, { use, output, tUs, value }) => {
      const program = plan.systems[system]?.[use];
      for (const target of program?.compared ?? []) {
        const series = measured.get(target.signal);
        if (!program || target.output !== output || !series) continue;
        const known = compared.get(keyOf(program, output, target.signal));
        if (known) compare(known, question, series, { tUs, value: value.map((one) => one * target.factor + target.offset) });
      }
    },
  });
  const problem = results.find((result) => result.problem)?.problem;
  if (problem) throw TwinError.fromData(problem);
  const came = digestSeries(measured);
  return Object.fromEntries([...new Set([...Object.keys(plan.inputs), ...Object.keys(came)])].map((name) => [name, `${plan.inputs[name] ?? ""} ${came[name] ?? ""}`]));
}

/** Both series are in time order, and every measured sample of the span is an instant of the forecast. */
function compare({ off, heldOff }: Compared, { fromUs, toUs }: Span, measured: InputSeries, forecast: InputSeries): void {
  const last = measured.value.findLastIndex((value, sample) => !Number.isNaN(value) && (measured.tUs[sample] as number) <= fromUs); // in range
  const held = last < 0 ? Number.NaN : (measured.value[last] as number); // found
  let point = 0;
  measured.tUs.forEach((tUs, sample) => {
    if (tUs <= fromUs || tUs > toUs) return;
    while (point < forecast.tUs.length && (forecast.tUs[point] as number) < tUs) point += 1; // in range
    const value = measured.value[sample] as number; // in range
    const error = forecast.tUs[point] === tUs ? value - (forecast.value[point] as number) : Number.NaN; // in range
    if (Number.isNaN(error) || Number.isNaN(held)) return;
    const lead = Math.min(LEADS - 1, Math.floor(((tUs - fromUs - 1) * LEADS) / (toUs - fromUs)));
    off[lead]?.push(error);
    heldOff[lead]?.push(value - held);
  });
}

function leadOf(errors: readonly number[], heldErrors: readonly number[], untilUs: number): EarlierLead {
  const sorted = Float64Array.from(errors).sort();
  const [low, high] = NINE_IN_TEN.map((share) => quantile(sorted, share)) as [number, number];
  return { untilUs, samples: errors.length, rms: rootMeanSquare(errors), low, high, held: rootMeanSquare(heldErrors) };
}

function rootMeanSquare(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

function comparedSignals(uses: readonly UseProgram[]): string[] {
  return [...new Set(uses.flatMap(({ compared }) => compared.map(({ signal }) => signal)))];
}

function keyOf({ name }: UseProgram, output: number, signal: string): string {
  return `${name} ${output} ${signal}`;
}

function byLead(): number[][] {
  return Array.from({ length: LEADS }, () => []);
}
