/** The recent past of a signal as a small picture for a hover: the line broken where nothing is known, limits dashed. Pure. */
import type { WindowData } from "../../shared/contract/history.ts";
import type { Limits } from "../../shared/model/project.ts";
import type { Span } from "../../shared/time/time.ts";

/** CSS pixels. */
export const SPARK = { width: 260, height: 48 } as const;
const PAD_PX = 3;

export interface SparkColors {
  readonly line: string;
  readonly limit: string;
}

/** An SVG, or undefined where fewer than two values are known. */
export function sparkline(data: Pick<WindowData, "tUs" | "value" | "gaps">, span: Span, limits: Limits, colors: SparkColors): string | undefined {
  const known = [...data.value].filter(Number.isFinite);
  if (known.length < 2) return undefined;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const range = high - low || 1;
  const x = (tUs: number): number => round(((tUs - span.fromUs) / (span.toUs - span.fromUs)) * SPARK.width);
  const y = (value: number): number => round(PAD_PX + (1 - (value - low) / range) * (SPARK.height - 2 * PAD_PX));
  const shown = [limits.low, limits.high].flatMap((limit) => (limit !== undefined && limit >= low && limit <= high ? [y(limit)] : []));
  const lines = shown.map((at) => `<path d="M0 ${at}H${SPARK.width}" stroke="${colors.limit}" stroke-dasharray="3 3"/>`).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SPARK.width}" height="${SPARK.height}" fill="none">${lines}<path d="${path(data, x, y)}" stroke="${colors.line}" stroke-width="1.3"/></svg>`;
}

/** Steps, as signals are: a value holds until the next. */
function path({ tUs, value, gaps }: Pick<WindowData, "tUs" | "value" | "gaps">, x: (tUs: number) => number, y: (value: number) => number): string {
  let written = "";
  let isOpen = false;
  tUs.forEach((stamp, row) => {
    const here = value[row] ?? NaN;
    if (!Number.isFinite(here) || isInGap(gaps, tUs[row - 1] ?? stamp, stamp)) isOpen = false;
    if (!Number.isFinite(here)) return;
    written += isOpen ? `H${x(stamp)}V${y(here)}` : `M${x(stamp)} ${y(here)}`;
    isOpen = true;
  });
  return written;
}

function isInGap(gaps: Float64Array, fromUs: number, toUs: number): boolean {
  for (let i = 0; i + 1 < gaps.length; i += 2) if ((gaps[i] ?? Infinity) < toUs && (gaps[i + 1] ?? -Infinity) > fromUs) return true;
  return false;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
