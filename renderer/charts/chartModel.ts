/** What a chart is given to draw: panes, one for each unit, with their series; and lanes for what is no number. Plain data. */
import type { Limits } from "../../shared/model/project.ts";
import type { SeriesData } from "./SeriesData.ts";
import type { Meaning } from "./formatValue.ts";
import type { SeriesLook } from "./seriesLook.ts";

export interface ChartSeries {
  /** `signal@run`, unique in the chart. */
  readonly key: string;
  readonly signal: string;
  readonly run: string;
  readonly label: string;
  /** Short mark at the line's end and in the list: `1`, `1·`. */
  readonly tag: string;
  readonly meaning: Meaning;
  readonly data: SeriesData;
  readonly look: SeriesLook;
  readonly limits?: Limits;
  /** Drawn stronger: its row is chosen. */
  readonly emphasised: boolean;
}

/** One value axis. */
export interface ChartPane {
  /** Display unit; `""` for plain numbers. */
  readonly unit: string;
  readonly series: readonly ChartSeries[];
}

export interface ChartModel {
  readonly panes: readonly ChartPane[];
  /** Booleans, enums and texts, one lane each. */
  readonly lanes: readonly ChartSeries[];
}

export const EMPTY_CHART: ChartModel = { panes: [], lanes: [] };

/** Sorts series into panes by unit, in order of first appearance, and lanes. */
export function arrangeChart(series: readonly ChartSeries[], unitOf: (meaning: Meaning) => string): ChartModel {
  const panes = new Map<string, ChartSeries[]>();
  const lanes: ChartSeries[] = [];
  for (const one of series) {
    if (one.meaning.dataType !== "number") lanes.push(one);
    else {
      const unit = unitOf(one.meaning);
      const pane = panes.get(unit);
      if (pane) pane.push(one);
      else panes.set(unit, [one]);
    }
  }
  return { panes: [...panes].map(([unit, members]) => ({ unit, series: members })), lanes };
}
