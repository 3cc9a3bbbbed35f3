/** What lies between A and B: the time, and of each series its values at both and their difference. */
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { MEASURED } from "../../../shared/contract/history.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, formatTime, useZone } from "../../app/state/zone.ts";
import { unitOfDifference } from "../../charts/formatDifference.ts";
import { formatNumber, formatValue } from "../../charts/formatValue.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";
import type { Marks } from "../../charts/MarkLines.ts";
import type { Reading } from "../../charts/SeriesData.ts";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { readingsOf, refOf } from "./readings.ts";
import type { TrendCoordinator } from "./TrendCoordinator.ts";
import type { TrendSeries } from "./trendSeries.ts";

export interface Measured {
  readonly series: TrendSeries;
  readonly a: Reading | undefined;
  readonly b: Reading | undefined;
  /** B less A; undefined where either is unknown or no number. */
  readonly difference: number | undefined;
}

/** A series between two instants. */
export function measure(series: TrendSeries, a: Reading | undefined, b: Reading | undefined): Measured {
  const isKnown = a !== undefined && b !== undefined && !a.unknown && !b.unknown && series.signal.dataType === "number";
  return { series, a, b, difference: isKnown ? b.value - a.value : undefined };
}

interface Answer {
  readonly a: ReadonlyMap<string, Reading>;
  readonly b: ReadonlyMap<string, Reading>;
}

interface Question {
  readonly series: readonly TrendSeries[];
  readonly marks: Marks;
}

/** `2026-11-20`. */
const DATE_LENGTH = 10;
const NOTHING: Answer = { a: new Map(), b: new Map() };

export function MarkTable({ coordinator, marks }: { readonly coordinator: TrendCoordinator; readonly marks: Marks }): ReactNode {
  const { engine } = useWorkbench();
  const zone = useZone();
  const series = useStore(coordinator.series);
  const [answer, setAnswer] = useState(NOTHING);
  const [error, setError] = useState<unknown>();
  const request = useMemo(() => new LatestRequest<Question, Answer>({
    ask: async ({ series: of, marks: { aUs, bUs } }, signal) => {
      const [a, b] = await Promise.all([aUs, bUs].map((tUs) => engine.history.asOf({ series: of.map(refOf), tUs }, { signal })));
      return a && b ? { a: readingsOf(a, of), b: readingsOf(b, of) } : NOTHING;
    },
    onAnswer: (found) => {
      setAnswer(found);
      setError(undefined);
    },
    onError: setError, abortOlder: false,
  }), [engine]);
  useEffect(() => {
    if (series.length > 0) request.want({ series, marks });
  }, [request, series, marks.aUs, marks.bUs]);
  useEffect(() => () => request.cancel(), [request]);
  const rows = series.map((one) => measure(one, answer.a.get(one.key), answer.b.get(one.key)));
  const columns = useMemo((): TableColumn<Measured>[] => {
    const at = (name: "a" | "b"): TableColumn<Measured> => ({
      id: name, label: `At ${name.toUpperCase()}`, width: "70px", isNumeric: true, value: (row) => row[name]?.value,
      text: (row) => valueText(row.series, row[name]), data: (row) => (row[name] === undefined || row[name].unknown ? "" : String(row[name].value)),
    });
    return [
      { id: "tag", label: "No.", width: "36px", value: ({ series: { tag } }) => tag },
      { id: "signal", label: "Signal", width: "minmax(84px, 1fr)", value: ({ series: one }) => (one.run === MEASURED ? one.label : `${one.label}, ${one.runName ?? one.run}`) },
      at("a"), at("b"),
      { id: "difference", label: "B − A", width: "74px", isNumeric: true, value: ({ difference }) => difference, text: ({ difference }) => (difference === undefined ? "" : formatNumber(difference)), data: ({ difference }) => (difference === undefined ? "" : String(difference)) },
      { id: "unit", label: "Unit", width: "52px", value: ({ series: one }) => unitOfDifference(one.signal.unit) },
    ];
  }, []);
  const betweenUs = marks.bUs - marks.aUs;
  const [dayA, dayB] = [marks.aUs, marks.bUs].map((tUs) => formatDateTime(tUs, zone).slice(0, DATE_LENGTH));
  const shown = (tUs: number): string => (dayA === dayB ? formatTime(tUs, zone, "millisecond") : formatDateTime(tUs, zone));
  return (
    <section className="trend-marks" aria-label="Between A and B">
      <p title={`A ${formatIso(marks.aUs)}\nB ${formatIso(marks.bUs)}`}>
        A <b>{shown(marks.aUs)}</b> B <b>{shown(marks.bUs)}</b> B − A <b>{betweenUs < 0 ? "−" : ""}{formatDuration(Math.abs(betweenUs))}</b>
      </p>
      <ErrorText error={error} />
      <Table label="Values at A and B" rows={rows} rowId={(row) => row.series.key} columns={columns} empty={<p className="trend-note">Nothing is plotted.</p>} />
    </section>
  );
}

function valueText(series: TrendSeries, reading: Reading | undefined): string {
  if (reading === undefined) return "—";
  return reading.unknown ? "no data" : formatValue(reading.value, series.signal, reading.text);
}
