/** Raw samples as CSV text, piece by piece: one row per sample, in the order of the asked series, then of time. */
import { csvLine } from "../../../shared/csv.ts";
import type { SeriesRef } from "../../../shared/contract/history.ts";
import { formatPath } from "../../../shared/model/path.ts";
import type { Project } from "../../../shared/model/project.ts";
import { runSignalPath } from "../../../shared/model/runSignals.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import type { Span } from "../../../shared/time/time.ts";
import { formatIso } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";

/** A piece of text is made of this many samples: about half a megabyte. */
const PIECE_ROWS = 8_000;

export async function* exportCsv(history: HistoryInterface, project: Project, series: readonly SeriesRef[], span: Span, signal: AbortSignal): AsyncGenerator<string> {
  yield csvLine(["signal", "unit", "run", "time", "value", "status"]);
  const named = new Map(series.flatMap(({ signal: id, run }): [number, readonly string[]][] => {
    const seriesId = history.idOf(id, run);
    const found = findSignal(project, id);
    return seriesId === undefined ? [] : [[seriesId, [formatPath(runSignalPath(project, id)), found?.unit ?? "", run ?? "measured"]]];
  }));
  for await (const chunk of history.readSamples([...named.keys()], { ...span, chunkRows: PIECE_ROWS, withLastBefore: false, signal })) {
    let piece = "";
    for (let row = 0; row < chunk.tUs.length; row++) {
      const value = chunk.value[row] as number;
      const shown = chunk.text?.get(row) ?? (Number.isNaN(value) ? "" : String(value));
      piece += csvLine([...(named.get(chunk.series[row] as number) ?? []), formatIso(chunk.tUs[row] as number), shown, `0x${(chunk.status[row] as number).toString(16).padStart(8, "0")}`]);
    }
    yield piece;
  }
}
