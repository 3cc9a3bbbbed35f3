/** The list beside a plot: each series with its line, its value and unit at the instant looked at, and how far runs are off. */
import { X } from "lucide-react";
import { type ReactNode } from "react";
import { MEASURED } from "../../../shared/contract/history.ts";
import { useStore } from "../../app/state/Store.ts";
import { readColors } from "../../charts/chartColors.ts";
import { seriesLook } from "../../charts/seriesLook.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import type { Readout } from "./readouts.ts";
import type { TrendCoordinator } from "./TrendCoordinator.ts";
import type { TrendSeries } from "./trendSeries.ts";

export interface SeriesListProps {
  readonly coordinator: TrendCoordinator;
  readonly selected: readonly string[];
  readonly onSelect: (signal: string, extend: boolean) => void;
  readonly onRemove: (signal: string) => void;
}

export function SeriesList({ coordinator, selected, onSelect, onRemove }: SeriesListProps): ReactNode {
  const series = useStore(coordinator.series);
  const readouts = useStore(coordinator.readouts);
  return (
    <ul className="trend-list" aria-label="Plotted series">
      {series.map((one) => (
        <SeriesRow key={one.key} series={one} reading={readouts.find(({ key }) => key === one.key)} isSelected={selected.includes(one.signal.id)} onSelect={onSelect} onRemove={onRemove} reduced={coordinator.dataOf(one.key)?.kind === "reduced" ? coordinator.dataOf(one.key)?.samples : undefined} />
      ))}
    </ul>
  );
}

interface RowProps extends Pick<SeriesListProps, "onSelect" | "onRemove"> {
  readonly series: TrendSeries;
  readonly reading: Readout | undefined;
  readonly isSelected: boolean;
  /** Samples behind reduced data. */
  readonly reduced: number | undefined;
}

function SeriesRow({ series, reading, isSelected, onSelect, onRemove, reduced }: RowProps): ReactNode {
  const measured = series.run === MEASURED;
  const label = measured ? series.label : (series.runName ?? series.run);
  const title = [series.signal.path.join(" › "), series.signal.description, reduced === undefined ? undefined : `drawn as first, least, greatest and last of each pixel column, from ${reduced.toLocaleString("en")} samples`].filter(Boolean).join("\n");
  return (
    <li className={`trend-row${measured ? "" : " run"}${isSelected ? " selected" : ""}`} title={title}>
      <button type="button" className="pick" aria-pressed={isSelected} onClick={(event) => onSelect(series.signal.id, event.ctrlKey || event.metaKey)}>
        <LineSample series={series} />
        <span className="tag">{series.tag}</span>
        <span className="name">{label}</span>
        <span className={`value${reading?.unknown === undefined ? "" : " unknown"}`}>
          {reading?.value ?? "—"}
          <span className="unit">{reading?.unit === "" ? "" : ` ${reading?.unit ?? ""}`}</span>
        </span>
      </button>
      {reading?.unknown !== undefined && reading.unknown !== "" && <span className={reading.unknown === "loading" ? "word" : "word hatch-word"}>{reading.unknown}</span>}
      {reading?.residual !== undefined && (
        <span className="residual">
          residual <b>{reading.residual}</b>{reading.rmse !== undefined && <> · RMS <b>{reading.rmse}</b></>}
        </span>
      )}
      {reading?.effect !== undefined && <span className="residual">against unchanged <b>{reading.effect}</b></span>}
      {measured && <IconButton icon={X} label={`Remove ${label} from the plot`} onPress={() => onRemove(series.signal.id)} />}
    </li>
  );
}

/** A short piece of the line as it is drawn. */
function LineSample({ series }: { readonly series: TrendSeries }): ReactNode {
  const look = seriesLook(series, readColors(document.documentElement));
  return (
    <svg width="18" height="10" aria-hidden className="sample">
      <line x1="1" x2="17" y1="5" y2="5" stroke={look.color} strokeWidth="2" strokeDasharray={look.dash.map((px) => px * 0.7).join(" ")} />
    </svg>
  );
}
