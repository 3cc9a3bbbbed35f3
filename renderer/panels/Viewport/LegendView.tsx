/** What the colours of the viewport mean: the scale with its ends and unit, and how many values are not known. */
import type { ReactNode } from "react";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { residualUnit } from "../Trend/readouts.ts";
import { scaleGradient } from "../../viewport/colour/colourScale.ts";
import type { Legend } from "../../viewport/extensions/ColouringExtension.ts";

export function LegendView({ legend, runName }: { readonly legend: Legend; readonly runName: string | undefined }): ReactNode {
  const { colouring, range, known, unknown, note } = legend;
  const isResidual = colouring.by === "residual";
  const unit = legend.unit === undefined ? "" : isResidual ? residualUnit(legend.unit) : displayUnit(legend.unit);
  const title = isResidual ? `residual of ${colouring.name}` : colouring.name;
  const middle = range && (range.min + range.max) / 2;
  return (
    <div className="scene-legend" role="group" aria-label={`Colours: ${title}`}>
      <div className="title">{title}</div>
      {range && middle !== undefined && (
        <>
          <div className="scale" style={{ background: scaleGradient() }} />
          <div className="ends"><span>{formatNumber(range.min, 3)}</span><span>{formatNumber(middle, 3)}</span><span>{formatNumber(range.max, 3)} {unit}</span></div>
        </>
      )}
      <div className="note">
        {isResidual && note === undefined && <div className="against" title={runName}>size of measured minus {runName ?? "run"}</div>}
        {note ?? `${known} ${known === 1 ? "asset" : "assets"}`}
        {note === undefined && unknown > 0 && <> · <span className="hatch-word">{unknown} unknown</span></>}
      </div>
    </div>
  );
}
