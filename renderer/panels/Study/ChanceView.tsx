/** A figure as chances: how it is spread, how likely it lies above a limit, and whether enough rows were solved to say so. */
import { useState, type ReactNode } from "react";
import type { Study, StudyColumn } from "../../../shared/contract/studies.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { XyPlot } from "../../charts/XyPlot.tsx";
import { NumberField } from "../../widgets/controls/fields.tsx";
import { histogram, runningMean, shareAbove, summarise } from "./studyStatistics.ts";

export interface ChanceViewProps {
  readonly study: Study;
  readonly column: StudyColumn;
  readonly title: string;
}

export function ChanceView({ study, column, title }: ChanceViewProps): ReactNode {
  const [limit, setLimit] = useState<number>();
  const unit = displayUnit(column.unit);
  const { mean, deviation, low, middle, high } = summarise(column.values, study.band);
  const amount = (value: number): string => `${formatNumber(value)} ${unit}`.trim();
  const { middles, counts } = histogram(column.values);
  const means = runningMean(column.values);
  const above = limit === undefined ? undefined : shareAbove(column.values, limit);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return (
    <>
      <dl className="numbers">
        <div><dt>Mean</dt><dd>{amount(mean)}</dd></div>
        <div><dt>Standard deviation</dt><dd>{formatNumber(deviation)}</dd></div>
        <div><dt>{percent(study.band[0])} below</dt><dd>{amount(low)}</dd></div>
        <div><dt>Middle</dt><dd>{amount(middle)}</dd></div>
        <div><dt>{percent(1 - study.band[1])} above</dt><dd>{amount(high)}</dd></div>
      </dl>
      <div className="tb-bar">
        <NumberField label={`Chance above, ${unit || "plain number"}`} value={limit} onChange={setLimit} />
        <p role="status">{above ? <><b>{percent(above.share)}</b> of the rows lie above {amount(limit ?? 0)}; 95 % interval {percent(above.low)} to {percent(above.high)}.</> : "Type a limit to see how likely it is passed."}</p>
      </div>
      <div className="tb-plots">
        <XyPlot label={title} xLabel={unit} yLabel="rows" look="bars" series={[{ name: "rows", isMain: true, x: middles, y: counts }]} />
        <XyPlot label="Mean after so many rows" xLabel="rows" yLabel={unit} look="lines" xText={String} series={[{ name: "mean", isMain: true, x: means.map((_, i) => i + 1), y: means }]} />
      </div>
    </>
  );
}
