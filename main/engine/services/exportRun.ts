/** All outputs of a run as one file, piece by piece: CSV as plots are saved, or Parquet with the same columns. */
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { Run } from "../../../shared/contract/runs.ts";
import { formatPath } from "../../../shared/model/path.ts";
import type { Project } from "../../../shared/model/project.ts";
import { runSignalPath } from "../../../shared/model/runSignals.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import type { HistoryInterface } from "../history/index.ts";
import { exportCsv } from "./exportCsv.ts";

const PIECE_BYTES = 256 * 1024;

export async function* exportRun(history: HistoryInterface, project: Project, { id: run, kind, signals, fromUs, toUs }: Run, format: "csv" | "parquet", signal: AbortSignal): AsyncGenerator<Uint8Array> {
  // How far a live run is, is written down once a minute.
  const newest = kind === "live" ? await history.extentOf(signals.flatMap((one) => history.idOf(one, run) ?? [])) : {};
  const span = { fromUs, toUs: newest.toUs ?? toUs };
  if (format === "csv") {
    const encoder = new TextEncoder();
    for await (const piece of exportCsv(history, project, signals.map((one) => ({ signal: one, run })), span, signal)) yield encoder.encode(piece);
    return;
  }
  const series = signals.flatMap((one) => {
    const id = history.idOf(one, run);
    return id === undefined ? [] : [{ id, signal: formatPath(runSignalPath(project, one)), unit: findSignal(project, one)?.unit ?? "", run }];
  });
  const path = await history.copyOut(series, span, { signal });
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) yield new Uint8Array(piece);
  } finally {
    await rm(path, { force: true });
  }
}
