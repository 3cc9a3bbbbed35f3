/** Saves what a trend shows: the picture as PNG, the samples of the shown stretch as CSV straight from the history. */
import type { Workbench } from "../../app/state/Workbench.ts";
import type { ChartStack } from "../../charts/ChartStack.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { isKept } from "./TrendQuestions.ts";
import type { TrendSeries } from "./trendSeries.ts";

export async function savePng(stack: ChartStack, tUs: number): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => stack.toCanvas().toBlob(resolve, "image/png"));
  if (!blob) throw new Error("The picture could not be made: the browser gave no image.");
  saveBlob(blob, exportName("trend", tUs, "png"));
}

/** All samples of the shown stretch, not the reduced ones. */
export async function saveCsv(workbench: Pick<Workbench, "engine" | "cursor">, series: readonly TrendSeries[], signal?: AbortSignal): Promise<void> {
  const pieces: string[] = [];
  const { span } = workbench.cursor.value;
  const asked = { series: series.filter(isKept).map((one) => ({ signal: one.signal.id, run: one.run })), span };
  for await (const piece of workbench.engine.history.exportCsv(asked, signal ? { signal } : {})) pieces.push(piece);
  saveBlob(new Blob(pieces, { type: "text/csv" }), exportName("trend", span.fromUs, "csv"));
}
