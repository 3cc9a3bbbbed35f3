/** What every question to the history works with. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Blocks } from "./Blocks.ts";
import type { KeptPoints } from "./KeptPoints.ts";
import type { Ledger } from "./Ledger.ts";
import type { SegmentIndex } from "./SegmentIndex.ts";

export interface ReadContext {
  /** Its own for the time of the question, so that it can be interrupted alone. */
  readonly connection: DuckDBConnection;
  readonly index: SegmentIndex;
  readonly rolledUp: ReadonlySet<number>;
  readonly ledger: Ledger;
  readonly blocks: Blocks;
  readonly points: KeptPoints;
}
