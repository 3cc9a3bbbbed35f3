/** How numbers are written beside plots, on labels and in tables: enough digits to judge by, never cut, one way everywhere. */
import { qualityOf } from "../../shared/model/sample.ts";
import type { Signal } from "../../shared/model/signals.ts";
import { displayUnit } from "../../shared/units/displayUnit.ts";

/** A thin space groups thousands, as in `2 948`. */
const THIN_SPACE = "\u202f";
const SIGNIFICANT = 4;
const FIRST_GROUPED = 10_000;
/** Below this, decimals are counted from the first digit that is not zero. */
const FIRST_TWO_DECIMALS = 0.1;

/** Four significant digits and at most two decimals, three digits below a tenth; thousands grouped from five digits on. */
export function formatNumber(value: number, significant = SIGNIFICANT): string {
  if (!Number.isFinite(value)) return "—";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2).replace("-", "−").replace("e+", "e");
  const digits = size < FIRST_TWO_DECIMALS ? Math.min(significant, 3) : significant;
  const most = size < FIRST_TWO_DECIMALS ? 6 : 2;
  const decimals = Math.max(0, Math.min(most, digits - 1 - Math.floor(Math.log10(size))));
  const [whole = "0", fraction] = size.toFixed(decimals).split(".");
  const grouped = size >= FIRST_GROUPED ? whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE) : whole;
  return `${value < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** What a value's signal has to say about showing it. */
export type Meaning = Pick<Signal, "unit" | "dataType" | "members">;

/** The word or number alone, without unit: `82.40`, `running`, `true`. `text` wins for text signals. */
export function formatValue(value: number, meaning: Meaning, text?: string): string {
  if (meaning.dataType === "text") return text ?? "—";
  if (!Number.isFinite(value)) return "—";
  if (meaning.dataType === "boolean") return value === 0 ? "false" : "true";
  if (meaning.dataType === "enum") return meaning.members?.[value] ?? `member ${value}`;
  return formatNumber(value);
}

/** The unit as shown, `""` for what has none. */
export function shownUnit(meaning: Meaning): string {
  return meaning.unit === undefined || meaning.dataType !== "number" ? "" : displayUnit(meaning.unit);
}

/** Value and unit with a no-break space between, as one piece that is never split. */
export function formatWithUnit(value: number, meaning: Meaning, text?: string): string {
  const unit = shownUnit(meaning);
  return unit === "" ? formatValue(value, meaning, text) : `${formatValue(value, meaning, text)}\u00a0${unit}`;
}

/** The quality of a StatusCode as a word, with the code where it says more. */
export function qualityText(status: number): string {
  const quality = qualityOf(status);
  return status === 0 ? "good" : `${quality} (0x${status.toString(16).padStart(8, "0").toUpperCase()})`;
}
