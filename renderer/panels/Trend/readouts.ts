/** What the list beside a trend says of each series at an instant: value at or before, quality, age, and how far a run is off. */
import { MEASURED } from "../../../shared/contract/history.ts";
import { covers, type Run } from "../../../shared/contract/runs.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatDifference, unitOfDifference } from "../../charts/formatDifference.ts";
import { formatNumber, formatValue, shownUnit } from "../../charts/formatValue.ts";
import type { Reading } from "../../charts/SeriesData.ts";
import type { TrendSeries } from "./trendSeries.ts";

export interface Readout {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  /** Set where the value is not known at the instant: why, in a word. */
  readonly unknown?: string;
  readonly status: number;
  readonly tUs?: number;
  /** Measured minus run at the instant, with its unit. */
  readonly residual?: string;
  /** Root mean square over the run, with its unit. */
  readonly rmse?: string;
  /** A what-if less its unchanged replay at the instant, with its unit; where that is drawn too. */
  readonly effect?: string;
}

function joined(value: string, unit: string): string {
  return unit === "" ? value : `${value}\u00a0${unit}`;
}

export interface ReadoutContext {
  /** The run of the series; absent for measured. */
  readonly run: Run | undefined;
  /** Of the unchanged replay that the run is seen beside. */
  readonly unchanged?: Reading | undefined;
  readonly atUs: number;
  /** The history has not answered for this instant yet. */
  readonly isLoading: boolean;
}

/** What the list says of a series at `atUs`. A run says nothing of what lies outside its span. */
export function readout(series: TrendSeries, given: Reading | undefined, measured: Reading | undefined, { run, unchanged, atUs, isLoading }: ReadoutContext): Readout {
  const outside = run !== undefined && !covers(run, atUs);
  const reading = outside ? undefined : given;
  const unit = shownUnit(series.signal);
  const base = { key: series.key, unit, status: reading?.status ?? 0 };
  if (!reading) return { ...base, value: "—", unknown: outside ? "outside the run" : isLoading ? "loading" : "no data" };
  const known = formatValue(reading.value, series.signal, reading.text);
  const result: Readout = { ...base, value: known, tUs: reading.tUs, ...(reading.unknown && { unknown: reading.status >>> 30 >= 2 ? "bad" : "no data" }) };
  if (series.run === MEASURED || series.signal.dataType !== "number") return result;
  const off = measured && !measured.unknown && !reading.unknown ? measured.value - reading.value : Number.NaN;
  const effect = unchanged && !unchanged.unknown && !reading.unknown ? reading.value - unchanged.value : Number.NaN;
  const compared = run?.compared.find((one) => one.signal === series.signal.id);
  const differenceIn = unitOfDifference(series.signal.unit);
  return {
    ...result,
    ...(effect === effect && { effect: joined(formatDifference(effect), differenceIn) }),
    ...(off === off && { residual: joined(formatDifference(off), differenceIn) }),
    ...(compared && { rmse: joined(formatNumber(compared.rmse, 3), displayUnit(compared.unit)) }),
  };
}
