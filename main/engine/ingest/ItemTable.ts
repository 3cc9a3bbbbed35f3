/** What each item number of a batch stands for: its series and how its values are converted. Numbers are never used twice. */
import type { BoundItem } from "../sources/index.ts";
import type { SampleConversion } from "./conversionOf.ts";

export interface ItemEntry extends SampleConversion {
  readonly bound: BoundItem;
  readonly source: string;
  readonly series: number;
}

export class ItemTable {
  readonly #entries: (ItemEntry | undefined)[] = [];
  readonly #bySource = new Map<string, Map<number, ItemEntry>>();

  get(item: number): ItemEntry | undefined {
    return this.#entries[item];
  }

  set(item: number, entry: ItemEntry): void {
    this.#entries[item] = entry;
    const ofSource = this.#bySource.get(entry.source) ?? new Map<number, ItemEntry>();
    this.#bySource.set(entry.source, ofSource.set(item, entry));
  }

  delete(item: number): ItemEntry | undefined {
    const entry = this.#entries[item];
    delete this.#entries[item];
    if (entry) this.#bySource.get(entry.source)?.delete(item);
    return entry;
  }

  /** All entries of a source, or those of the given items. */
  of(source: string, items?: Int32Array): ItemEntry[] {
    if (items) return [...items].flatMap((item) => this.get(item) ?? []);
    return [...(this.#bySource.get(source)?.values() ?? [])];
  }
}
