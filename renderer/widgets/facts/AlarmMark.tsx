/**
 * The mark of an alarm priority: square critical, triangle high, inverted triangle medium, bar low. Filled while nobody
 * has acknowledged it, half filled where its cause is gone meanwhile, an outline once acknowledged. The word stands beside it wherever there is room, else it is its name.
 */
import type { ReactNode } from "react";
import type { Severity } from "../../../shared/language/ir.ts";
import "./facts.css";

/** Outlines in a box of 16 × 16. */
export const ALARM_SHAPES: Readonly<Record<Severity, string>> = {
  critical: "M2.5 2.5h11v11h-11z",
  high: "M8 1.8 14.8 14H1.2z",
  medium: "M8 14.2 1.2 2h13.6z",
  low: "M1.5 6h13v4h-13z",
};

export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

export interface AlarmMarkProps {
  readonly severity: Severity;
  readonly isAcknowledged: boolean;
  /** The condition holds no more; only the acknowledgement is missing. */
  readonly isGone?: boolean;
  /** Shows the word beside the shape. */
  readonly withWord?: boolean;
  readonly sizePx?: number;
}

export function AlarmMark({ severity, isAcknowledged, isGone = false, withWord = false, sizePx = 13 }: AlarmMarkProps): ReactNode {
  const name = `${severity}, ${isAcknowledged ? "acknowledged" : isGone ? "gone, not acknowledged" : "not acknowledged"}`;
  return (
    <span className={`tb-alarm-mark ${severity}`}>
      <svg width={sizePx} height={sizePx} viewBox="0 0 16 16" role="img" aria-label={withWord ? undefined : name} aria-hidden={withWord || undefined}>
        <path d={ALARM_SHAPES[severity]} fill={isAcknowledged ? "none" : "currentColor"} fillOpacity={isGone ? 0.25 : 1} stroke="currentColor" strokeWidth={1.8} strokeLinejoin="round" />
      </svg>
      {withWord && <span>{severity}</span>}
    </span>
  );
}
