/**
 * A value as every panel writes it: tabular figures, then its unit, never cut. What is not to be taken for current is
 * hatched and says why; a value that is no number says so in place of one.
 */
import type { ReactNode } from "react";
import { qualityOf } from "../../../shared/model/sample.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import type { SignalValue } from "../../app/state/values.ts";
import { formatValue, shownUnit } from "../../charts/formatValue.ts";
import "./facts.css";

export interface ValueWithUnitProps {
  readonly signal: Pick<Signal, "unit" | "dataType" | "members">;
  readonly value: SignalValue | undefined;
  /** Keeps the unit in a column of its own width, so that numbers line up. */
  readonly alignUnit?: boolean;
}

export function ValueWithUnit({ signal, value, alignUnit = false }: ValueWithUnitProps): ReactNode {
  const unit = shownUnit(signal);
  const unitPart = alignUnit ? <span className="unit aligned">{unit}</span> : unit !== "" && <span className="unit">{unit}</span>;
  if (!value) return <span className="tb-value none">no value{alignUnit && unitPart}</span>;
  const quality = qualityOf(value.status);
  const word = value.isUnknown ? (quality === "bad" ? "bad" : "stale") : quality === "uncertain" ? "uncertain" : undefined;
  return (
    <span className={`tb-value${value.isUnknown ? " stale" : ""}`}>
      {word !== undefined && <span className="word">{word}</span>}
      <span className="number">{formatValue(value.value, signal, value.text)}</span>
      {unitPart}
    </span>
  );
}
