/** A figure as chances: how it is spread, how likely it lies above a limit, and whether enough rows were solved to say so. */
import { useMemo, useState, type ReactNode } from "react";
import type { Study, StudyColumn } from "../../../shared/contract/studies.ts";
import { shareAbove } from "../../../shared/math/wilson.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { XyPlot } from "../../charts/XyPlot.tsx";
import { NumberField } from "../../widgets/controls/fields.tsx";
import { convergence, histogram, summarise } from "./studyStatistics.ts";

export interface ChanceViewProps {
  readonly study: Study;
  readonly column: StudyColumn;
  readonly title: string;
}

export function ChanceView({ study, column, title }: ChanceViewProps): ReactNode {
  const isRule = column.figure === "active";
  const [limit, setLimit] = useState<number | undefined>(isRule ? 0 : undefined);
  const unit = displayUnit(column.unit);
  const { mean, deviation, low, middle, high } = summarise(column.values, study.band);
  const amount = (value: number): string => `${formatNumber(value)} ${unit}`.trim();
  const { middles, counts } = histogram(column.values);
  const above = limit === undefined ? undefined : shareAbove(column.values, limit);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const what = !isRule ? `lie above ${amount(limit ?? 0)}` : limit === 0 ? "make the rule fire" : `keep the rule active for more than ${amount(limit ?? 0)}`;
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
        <p role="status">{above ? <><b>{percent(above.share)}</b> of the rows {what}; 95 % interval {percent(above.low)} to {percent(above.high)}.</> : "Type a limit to see how likely it is passed."}</p>
      </div>
      <div className="tb-plots">
        <XyPlot label={title} xLabel={unit} yLabel="rows" look="bars" series={[{ name: "rows", isMain: true, x: middles, y: counts }]} />
        {limit === undefined ? <FigureConvergence values={column.values} study={study} unit={unit} /> : <ChanceConvergence values={column.values} limit={limit} />}
      </div>
    </>
  );
}

/** Whether enough rows were solved: where the middle and the ends of the band had settled after fewer. */
function FigureConvergence({ values, study: { band }, unit }: { readonly values: Float64Array; readonly study: Study; readonly unit: string }): ReactNode {
  const { counts, found } = useMemo(() => convergence(values, (known) => summarise(known, band)), [values, band]);
  const line = (name: "low" | "middle" | "high", isMain: boolean) => ({ name, isMain, x: counts, y: found.map((one) => one[name]) });
  return <XyPlot label="Middle and ends of the band after so many rows" xLabel="rows" yLabel={unit} look="lines" xText={String} series={[line("low", false), line("high", false), line("middle", true)]} />;
}

/** The same of a chance, with its 95 % interval. */
function ChanceConvergence({ values, limit }: { readonly values: Float64Array; readonly limit: number }): ReactNode {
  const { counts, found } = useMemo(() => convergence(values, (known) => shareAbove(known, limit)), [values, limit]);
  const line = (name: "low" | "share" | "high", isMain: boolean) => ({ name, isMain, x: counts, y: found.map((one) => 100 * one[name]) });
  return <XyPlot label="Chance and its interval after so many rows" xLabel="rows" yLabel="%" look="lines" xText={String} series={[line("low", false), line("high", false), line("share", true)]} />;
}
