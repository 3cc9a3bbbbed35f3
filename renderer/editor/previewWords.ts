/** The line above a rule or a use in words: what it would have done or predicted, and how that differs from the version that runs. */
import type { AgainstRunning, RulePreview } from "../../shared/contract/rules.ts";
import type { UsePreview } from "../../shared/contract/usePreviews.ts";
import { US_PER_MIN } from "../../shared/time/time.ts";
import { displayUnit } from "../../shared/units/displayUnit.ts";
import { formatNumber } from "../charts/formatValue.ts";

export interface PreviewWords {
  readonly duration: (durationUs: number) => string;
  readonly time: (tUs: number) => string;
}

/** An alarm that is back this soon after it ended chatters: ISA-18.2 (IEC 62682) counts those that come and go within a minute. */
const CHATTER_GAP_US = US_PER_MIN;

/** `fired 12 times · 3 h 20 min · longest 47 min · last 2 Nov 14:03 · 3 chatter · cannot decide 2 min · +3 −12 firings against what is applied`. */
export function previewLine(preview: RulePreview, words: PreviewWords): string {
  if (preview.error !== undefined) return preview.error;
  const { duration, time } = words;
  const against = preview.against === undefined ? "" : ` · ${againstLine(preview.against, words)}`;
  if (preview.removed === true) return `taken out${against}`;
  const blind = preview.unknownUs >= US_PER_MIN ? ` · cannot decide ${duration(preview.unknownUs)}` : "";
  const left = preview.notRun.length > 0 ? ` · not run on ${preview.notRun.length} out of service` : "";
  if (preview.fired === 0) return `never fired · ${preview.assets} ${preview.assets === 1 ? "asset" : "assets"}${blind}${left}${against}`;
  const last = preview.lastUs === undefined ? "" : ` · last ${time(preview.lastUs)}`;
  const chatter = chatterCount(preview);
  const chattering = chatter === 0 ? "" : ` · ${chatter} within 1 min of the one before`;
  return `fired ${preview.fired} ${preview.fired === 1 ? "time" : "times"} · ${duration(preview.totalUs)} · longest ${duration(preview.longestUs)}${last}${chattering}${blind}${left}${against}`;
}

/** `temperature off by 0.42 K RMS (1.1 K as applied) · 2 of 12 assets`. */
export function predictionLine({ error, compared, assets, tried, unsolved }: UsePreview): string {
  if (error !== undefined) return error;
  const amount = (value: number, unit: string): string => `${formatNumber(value, 3)} ${displayUnit(unit)}`.trim();
  const offs = compared.map(({ output, unit, rmse, running }) => `${output} off by ${amount(rmse, unit)} RMS (${running === undefined ? "not applied yet" : running === rmse ? "as applied" : `${amount(running, unit)} as applied`})`);
  const where = tried === assets ? `${assets} ${assets === 1 ? "asset" : "assets"}` : `${tried} of ${assets} assets`;
  return [...(offs.length > 0 ? offs : ["compared with nothing measured"]), where, ...(unsolved > 0 ? [`no answer on ${unsolved} of them`] : [])].join(" · ");
}

/** `+3 −12 firings against what is applied`, or what else is to be said of the difference. */
export function againstLine(against: AgainstRunning, { duration }: PreviewWords): string {
  if (against.kind === "new") return "not applied yet";
  if (against.kind === "same") return "as applied";
  const { appear, vanish, addedUs, vanishedUs } = against;
  const firings = [...(appear > 0 ? [`+${appear}`] : []), ...(vanish > 0 ? [`−${vanish}`] : [])];
  const times = [...(addedUs > 0 ? [`+${duration(addedUs)}`] : []), ...(vanishedUs > 0 ? [`−${duration(vanishedUs)}`] : [])];
  if (firings.length > 0) return `${firings.join(" ")} ${appear + vanish === 1 ? "firing" : "firings"} against what is applied`;
  return times.length === 0 ? "fires as applied" : `same firings, ${times.join(" ")} against what is applied`;
}

/** Firings that began within a minute of the end of the one before on the same asset. */
export function chatterCount({ results }: RulePreview): number {
  return results.reduce((total, { intervals }) => total + intervals.filter(({ fromUs }, index) => {
    const before = intervals[index - 1]?.toUs;
    return before !== undefined && fromUs - before < CHATTER_GAP_US;
  }).length, 0);
}

/** The rule in whose text an offset lies: the last one that begins at or before it. */
export function ruleAt(previews: readonly RulePreview[] | undefined, offset: number): RulePreview | undefined {
  const before = (previews ?? []).filter(({ position, removed }) => removed !== true && position <= offset);
  return before.reduce<RulePreview | undefined>((last, one) => (!last || one.position > last.position ? one : last), undefined);
}
