/** What is compared in the panel: on each side alarms as recorded, the rules as they run, or the rules with a changed text. Pure. */
import type { FiguresSource } from "../../../shared/contract/alarms.ts";

/** Figures of one rule, one asset with its parts, or both; without either of everything. */
export interface FiguresLimit {
  readonly rule?: string;
  readonly asset?: string;
}

export type SideKind = "recorded" | "running" | "changed";

export interface Side {
  readonly kind: SideKind;
  /** Of a changed text. */
  readonly file: string;
  readonly text: string;
}

export const sideChoices = [
  { value: "recorded", label: "Recorded alarms" },
  { value: "running", label: "Rules as they run" },
  { value: "changed", label: "A changed text" },
] as const;

export function sourceOf({ kind, file, text }: Side): FiguresSource {
  if (kind === "recorded") return { kind: "recorded" };
  return { kind: "backtest", drafts: kind === "changed" ? [{ file, text }] : [] };
}

/** Names a side in column heads and files. */
export function sideName({ kind, file }: Side): string {
  if (kind === "recorded") return "recorded";
  return kind === "running" ? "as it runs" : `${file.split("/").at(-1) ?? file} changed`;
}

/** The difference in words: `−52 %`, `+3`, `same`; from nothing there is no share. */
export function changeText(before: number, after: number): string {
  if (before === after) return "same";
  if (before === 0) return `+${Number(after.toPrecision(3))}`;
  const percent = (100 * (after - before)) / before;
  const rounded = Math.abs(percent) < 10 ? Number(percent.toPrecision(2)) : Math.round(percent);
  return `${percent < 0 ? "−" : "+"}${Math.abs(rounded)} %`;
}
