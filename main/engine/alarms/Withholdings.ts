/**
 * What withholds alarms now: shelvings, suppressions by design, and what is out of service, found by the condition they
 * cover. It keeps the records only; what their coming and going does to alarms is the alarm book's business.
 */
import type { Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm, WithheldKind } from "../../../shared/contract/rules.ts";
import type { ShelvingState } from "./moves.ts";

/** A rule on an asset, in one of its two kinds: what OPC UA Part 9 calls a condition instance. */
export type AlarmCondition = Pick<Alarm, "rule" | "assetId" | "kind">;

/** Worst first: what a person took out of service stays so whatever else ends. */
const ORDER: readonly WithheldKind[] = ["out-of-service", "suppressed", "shelved"];

export function covers(withholding: Withholding, { rule, assetId, kind }: AlarmCondition): boolean {
  return withholding.assetId === assetId && (withholding.rule ?? rule) === rule && (withholding.alarmKind ?? kind) === kind;
}

/** One of a kind for each thing that it covers, so that shelving anew replaces. */
export function withholdingId({ kind, assetId, rule, alarmKind }: Omit<Withholding, "id" | "sinceUs">): string {
  return [kind, assetId, rule ?? "*", alarmKind ?? "*"].join(" ");
}

export function shelvingState(withholding: Withholding | undefined): ShelvingState {
  return withholding === undefined ? "unshelved" : withholding.untilUs === undefined ? "one-shot" : "timed";
}

export class Withholdings {
  readonly #byId = new Map<string, Withholding>();
  readonly #byAsset = new Map<string, Map<string, Withholding>>();
  /** Not later than the first expiry; looked at ten times a second. */
  #nextExpiryUs = Infinity;

  /** Newest first. */
  get all(): Withholding[] {
    return [...this.#byId.values()].sort((a, b) => b.sinceUs - a.sinceUs || a.id.localeCompare(b.id));
  }

  get(id: string): Withholding | undefined {
    return this.#byId.get(id);
  }

  put(withholding: Withholding): void {
    this.#byId.set(withholding.id, withholding);
    const ofAsset = this.#byAsset.get(withholding.assetId) ?? new Map<string, Withholding>();
    ofAsset.set(withholding.id, withholding);
    this.#byAsset.set(withholding.assetId, ofAsset);
    this.#nextExpiryUs = Math.min(this.#nextExpiryUs, withholding.untilUs ?? Infinity);
  }

  remove({ id, assetId }: Withholding): void {
    this.#byId.delete(id);
    const ofAsset = this.#byAsset.get(assetId);
    ofAsset?.delete(id);
    if (ofAsset?.size === 0) this.#byAsset.delete(assetId);
  }

  /** Those that cover a condition. */
  over(condition: AlarmCondition): Withholding[] {
    return [...(this.#byAsset.get(condition.assetId)?.values() ?? [])].filter((withholding) => covers(withholding, condition));
  }

  /** What withholds a condition, each kind once, worst first; undefined if nothing does. */
  kindsOver(condition: AlarmCondition): readonly WithheldKind[] | undefined {
    const kinds = new Set(this.over(condition).map(({ kind }) => kind));
    return kinds.size === 0 ? undefined : ORDER.filter((kind) => kinds.has(kind));
  }

  /** Timed shelvings that have ended by then, in the order in which they did. */
  expired(nowUs: number): Withholding[] {
    if (nowUs < this.#nextExpiryUs) return [];
    const timed = [...this.#byId.values()].flatMap((withholding) => (withholding.untilUs === undefined ? [] : [{ withholding, untilUs: withholding.untilUs }]));
    this.#nextExpiryUs = timed.reduce((next, { untilUs }) => (untilUs > nowUs ? Math.min(next, untilUs) : next), Infinity);
    return timed.filter(({ untilUs }) => untilUs <= nowUs).sort((a, b) => a.untilUs - b.untilUs).map(({ withholding }) => withholding);
  }
}
