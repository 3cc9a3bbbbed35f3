/** What the colours of the viewport mean: the scale with its ends and unit, what is compared, and how many values are not known. */
import type { ReactNode } from "react";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { unitOfDifference } from "../../charts/formatDifference.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { scaleGradient } from "../../viewport/colour/colourScale.ts";
import type { Legend } from "../../viewport/extensions/ColouringExtension.ts";
import { ChoiceField, type Choice } from "../../widgets/controls/fields.tsx";

export interface LegendViewProps {
  readonly legend: Legend;
  /** What can be compared: measured, and the runs beside it. */
  readonly courses: readonly Choice[];
  readonly onCompare: (sides: NonNullable<Legend["sides"]>) => void;
}

export function LegendView({ legend, courses, onCompare }: LegendViewProps): ReactNode {
  const { colouring, sides, range, known, unknown, note } = legend;
  const isDifference = colouring.by === "difference";
  const unit = legend.unit === undefined ? "" : isDifference ? unitOfDifference(legend.unit) : displayUnit(legend.unit);
  const title = isDifference ? `difference in ${colouring.name}` : colouring.name;
  const middle = range && (range.min + range.max) / 2;
  return (
    <div className="scene-legend" role="group" aria-label={`Colours: ${title}`}>
      <div className="title">{title}</div>
      {sides && (
        <div className="sides">
          <div><ChoiceField label="Difference of" hideLabel value={sides.of} choices={courses} onChange={(of) => onCompare(of === sides.from ? { of, from: sides.of } : { of, from: sides.from })} /></div>
          <div><span>less</span><ChoiceField label="Difference from" hideLabel value={sides.from} choices={courses} onChange={(from) => onCompare(from === sides.of ? { of: sides.from, from } : { of: sides.of, from })} /></div>
        </div>
      )}
      {range && middle !== undefined && (
        <>
          <div className="scale" style={{ background: scaleGradient() }} />
          <div className="ends"><span>{formatNumber(range.min, 3)}</span><span>{formatNumber(middle, 3)}</span><span>{formatNumber(range.max, 3)} {unit}</span></div>
        </>
      )}
      <div className="note">
        {note ?? `${known} ${known === 1 ? "asset" : "assets"}${isDifference ? ", coloured by its size" : ""}`}
        {note === undefined && unknown > 0 && <> · <span className="hatch-word">{unknown} unknown</span></>}
      </div>
    </div>
  );
}
