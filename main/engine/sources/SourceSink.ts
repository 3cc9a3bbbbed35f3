/** Where the samples of all sources go. The ingest implements it; sources know nothing of what happens behind it. */
import type { Binding } from "../../../shared/model/project.ts";
import type { RawBatch, SourceEvents } from "./SourceDriver.ts";

/** What an item number in a batch stands for. Numbers are never used twice, so late batches keep their meaning. */
export interface BoundItem {
  readonly item: number;
  /** The binding as it was when the item was made: its revision is the one that converts these samples. */
  readonly binding: Binding;
}

type Gap = Parameters<SourceEvents["onGap"]>[0];
type Filled = Parameters<SourceEvents["onFilled"]>[0];

export interface SourceSink {
  /** Told before any batch that holds these items. */
  onBound(source: string, items: readonly BoundItem[]): void;
  /** These items will come no more (unbound, disabled, removed). Their signals are unknown from now on. */
  onUnbound(source: string, items: readonly BoundItem[]): void;
  onBatch(source: string, batch: RawBatch): void;
  onGap(source: string, gap: Gap): void;
  onFilled(source: string, filled: Filled): void;
  onConfirm(source: string, untilUs: number): void;
}
