/** Draws booleans, enums and texts as lanes: one band a signal, one block a value, the word inside where it fits. */
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "./chartColors.ts";
import type { ChartSeries } from "./chartModel.ts";
import { drawGaps, joinedGaps, type PlotArea, scaledFont } from "./drawGaps.ts";
import { formatValue } from "./formatValue.ts";

export const LANE_PX = 26;
const BLOCK_PX = 18;
/** Share of the series' colour in its blocks: words stay readable on it in both themes. */
const FILL_ALPHA = 0.18;

/** A stretch in which a lane's value stays the same. */
export interface LaneBlock {
  readonly fromUs: number;
  readonly toUs: number;
  readonly word: string;
  /** Drawn quieter: false, off, the first member. */
  readonly resting: boolean;
}

/** The blocks of a lane within a span. What is unknown is no block. `untilUs` ends the newest value. */
export function laneBlocks(series: ChartSeries, span: Span, untilUs: number): LaneBlock[] {
  const { data, meaning } = series;
  const blocks: LaneBlock[] = [];
  const end = Math.min(span.toUs, untilUs, data.staleFromUs ?? Infinity);
  for (let row = 0; row < data.length; row += 1) {
    const fromUs = data.tUs[row] ?? 0;
    const toUs = Math.min(row + 1 < data.length ? (data.tUs[row + 1] ?? end) : end, end, data.gapAfter(fromUs));
    if (toUs <= span.fromUs || fromUs >= end) continue;
    const value = data.value[row] ?? Number.NaN;
    const text = data.text?.[row];
    const known = (data.status[row] ?? 0) >>> 30 < 2 && (text !== undefined || value === value);
    if (!known) continue;
    const word = formatValue(value, meaning, text);
    const last = blocks.at(-1);
    if (last && last.word === word && last.toUs === fromUs) blocks[blocks.length - 1] = { ...last, toUs };
    else blocks.push({ fromUs: Math.max(fromUs, span.fromUs), toUs, word, resting: meaning.dataType !== "text" && value === 0 });
  }
  return blocks;
}

export function drawLane(context: CanvasRenderingContext2D, area: PlotArea, series: ChartSeries, span: Span, untilUs: number, colors: ChartColors): void {
  const x = (tUs: number): number => area.left + ((tUs - span.fromUs) / (span.toUs - span.fromUs)) * area.width;
  const height = BLOCK_PX * area.ratio;
  const top = area.top + (area.height - height) / 2;
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.font = scaledFont(colors.textFont, area.ratio);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = area.ratio;
  context.strokeStyle = series.look.color;
  context.setLineDash(series.look.dash.map((px) => px * area.ratio));
  for (const block of laneBlocks(series, span, untilUs)) {
    const x0 = x(block.fromUs);
    const x1 = Math.max(x(block.toUs), x0 + area.ratio);
    if (block.resting) {
      context.strokeRect(x0, top + height / 2, x1 - x0, 0.01);
    } else {
      context.fillStyle = series.look.color;
      context.globalAlpha = FILL_ALPHA;
      context.fillRect(x0, top, x1 - x0, height);
      context.globalAlpha = 1;
      context.strokeRect(x0 + 0.5, top + 0.5, x1 - x0 - 1, height - 1);
    }
    const visible = x1 - Math.max(x0, area.left);
    const needed = context.measureText(block.word).width + 10 * area.ratio;
    if (visible < needed) continue;
    const at = Math.max(x0, area.left) + 5 * area.ratio;
    if (block.resting) {
      context.fillStyle = colors.ground;
      context.fillRect(at - 2 * area.ratio, top, needed - 6 * area.ratio, height);
    }
    context.fillStyle = block.resting ? colors.quiet : colors.text;
    context.fillText(block.word, at, area.top + area.height / 2);
  }
  context.restore();
  drawGaps(context, { ...area, top, height }, joinedGaps([series.data], span.fromUs, span.toUs), x, colors);
}
