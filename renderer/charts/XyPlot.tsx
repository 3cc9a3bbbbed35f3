/**
 * A small plot of one quantity over another: lines, points or bars with a band, drawn once for what it is given. For figures
 * that are no signals over time (those are in the trend): costs over iterations, autocorrelation over lags, residuals.
 */
import type { ReactNode } from "react";
import { formatNumber } from "./formatValue.ts";
import "./charts.css";

export interface XySeries {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Stands out from the others, which are drawn quietly. */
  readonly isMain?: boolean;
}

export interface XyPlotProps {
  /** Read out, and what the plot is called. */
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly XySeries[];
  readonly look: "lines" | "points" | "bars";
  /** Values within ± this are as expected; drawn as a band. */
  readonly band?: number;
  /** Orders of magnitude upwards; values must be above zero. */
  readonly isLogarithmic?: boolean;
  readonly xText?: (x: number) => string;
}

const WIDTH = 320;
const HEIGHT = 130;
const LEFT = 52;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 30;
const POINT_RADIUS = 1.2;
/** Share of a bar's room that the bar takes. */
const BAR_SHARE = 0.6;

export function XyPlot({ label, xLabel, yLabel, series, look, band, isLogarithmic = false, xText = formatNumber }: XyPlotProps): ReactNode {
  const up = (value: number): number => (isLogarithmic ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value);
  const xs = series.flatMap(({ x }) => x);
  const ys = series.flatMap(({ y }) => y.filter(Number.isFinite).map(up));
  if (xs.length === 0 || ys.length === 0) return undefined;
  const [firstX, lastX] = extent(xs);
  const spacing = spacingOf(xs);
  const [xLow, xHigh] = padded([firstX, lastX], look === "bars" ? spacing / 2 : 0);
  const [yLow, yHigh] = padded(extent([...ys, ...(band === undefined ? [] : [-band, band]), ...(look === "bars" ? [0] : [])]), 0);
  const atX = (x: number): number => LEFT + ((x - xLow) / (xHigh - xLow)) * (WIDTH - LEFT - RIGHT);
  const atY = (y: number): number => HEIGHT - BOTTOM - ((up(y) - yLow) / (yHigh - yLow)) * (HEIGHT - TOP - BOTTOM);
  const yText = (y: number): string => formatNumber(isLogarithmic ? 10 ** y : y);
  const barWidth = (BAR_SHARE * spacing * (WIDTH - LEFT - RIGHT)) / (xHigh - xLow);
  return (
    <figure className="xy-plot">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}: ${series.map(({ name, y }) => `${name}, last ${formatNumber(y.at(-1) ?? Number.NaN)}`).join("; ")}`}>
        {band !== undefined && <rect className="band" x={LEFT} width={WIDTH - LEFT - RIGHT} y={atY(band)} height={Math.max(1, atY(-band) - atY(band))} />}
        <path className="axis" d={`M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}`} />
        {!isLogarithmic && yLow < 0 && yHigh > 0 && <path className="zero" d={`M${LEFT} ${atY(0)}H${WIDTH - RIGHT}`} />}
        <text x={LEFT - 5} y={TOP + 8} textAnchor="end">{yText(yHigh)}</text>
        <text x={LEFT - 5} y={HEIGHT - BOTTOM} textAnchor="end">{yText(yLow)}</text>
        <text x={LEFT} y={HEIGHT - BOTTOM + 12} textAnchor="start">{xText(firstX)}</text>
        <text x={WIDTH - RIGHT} y={HEIGHT - BOTTOM + 12} textAnchor="end">{xText(lastX)}</text>
        <text className="name" x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 5} textAnchor="middle">{xLabel}</text>
        <text className="name" x={10} y={(TOP + HEIGHT - BOTTOM) / 2} textAnchor="middle" transform={`rotate(-90 10 ${(TOP + HEIGHT - BOTTOM) / 2})`}>{yLabel}</text>
        {series.map(({ name, x, y, isMain = false }) => (
          <g key={name} className={isMain ? "main" : "quiet"}>
            {look === "lines" && <path className="line" d={linePath(x.map(atX), y.map(atY))} />}
            {look === "points" && x.map((one, i) => <circle key={i} className="point" cx={atX(one)} cy={atY(y[i] ?? Number.NaN)} r={POINT_RADIUS} />)}
            {look === "bars" && x.map((one, i) => <rect key={i} className="bar" x={atX(one) - barWidth / 2} width={barWidth} y={Math.min(atY(0), atY(y[i] ?? 0))} height={Math.abs(atY(y[i] ?? 0) - atY(0))} />)}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function linePath(x: readonly number[], y: readonly number[]): string {
  return x.map((one, i) => `${i === 0 ? "M" : "L"}${one.toFixed(1)} ${(y[i] ?? 0).toFixed(1)}`).join("");
}

/** The least distance between two bars; 1 where there is but one. */
function spacingOf(xs: readonly number[]): number {
  const sorted = [...new Set(xs)].sort((a, b) => a - b);
  const least = sorted.slice(1).reduce((found, x, i) => Math.min(found, x - (sorted[i] ?? x)), Infinity);
  return Number.isFinite(least) ? least : 1;
}

function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** A span with room; never empty. */
function padded([low, high]: [number, number], by: number): [number, number] {
  if (high > low) return [low - by, high + by];
  const room = by || Math.abs(low) / 10 || 1;
  return [low - room, high + room];
}
