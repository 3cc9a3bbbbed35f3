/** A bulk import in progress: nothing of it is visible before `commit`, nothing remains of it after `abort`. */
import type { SampleBatch } from "../../../shared/model/sample.ts";
import type { ImportSummary, StagedTable } from "./types.ts";

export interface ImportStage {
  /** Adds samples; returns when there is room for more. Any order; fastest series by series in time order. */
  append(batch: SampleBatch): Promise<void>;
  /** Adds a wide Parquet table that lies in the staging folder. The caller removes the file afterwards. */
  load(table: StagedTable): Promise<void>;
  /** Sorts and publishes everything in one transaction. */
  commit(): Promise<ImportSummary>;
  /** Forgets everything. Also what a failed commit or an aborted signal does. */
  abort(): Promise<void>;
}
