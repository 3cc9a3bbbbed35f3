/** Saves all outputs of a run as a file, through the browser's own download. */
import type { Run } from "../../../shared/contract/runs.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import type { Workbench } from "../../app/state/Workbench.ts";

const TYPES = { csv: "text/csv", parquet: "application/vnd.apache.parquet" } as const;

export async function saveRun({ engine }: Pick<Workbench, "engine">, run: Run, format: keyof typeof TYPES): Promise<void> {
  const pieces: BlobPart[] = [];
  // Copied: what crosses the wire may lie in a larger buffer.
  for await (const piece of engine.runs.export({ run: run.id, format })) pieces.push(new Uint8Array(piece));
  saveBlob(new Blob(pieces, { type: TYPES[format] }), exportName(run.name, run.fromUs, format));
}
