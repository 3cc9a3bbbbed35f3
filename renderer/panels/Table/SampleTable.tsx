/** The recorded samples of one signal in the shown span, each with its time, value and quality as they stand in the history. */
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { MEASURED, type WindowData } from "../../../shared/contract/history.ts";
import { formatIso } from "../../../shared/time/time.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { formatValue, qualityText } from "../../charts/formatValue.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";

/** The most the contract lets a window be wide, so the most samples before they are reduced. */
const MOST_SAMPLES = 20_000;

interface Row {
  readonly index: number;
  readonly tUs: number;
  readonly value: number;
  readonly status: number;
  readonly text: string | undefined;
}

export function SampleTable({ signal }: { readonly signal: Signal }): ReactNode {
  const { engine, cursor, shown } = useWorkbench();
  const zone = useZone();
  const { span, mode } = useStore(cursor);
  const { run } = useStore(shown);
  const [data, setData] = useState<WindowData>();
  const [error, setError] = useState<unknown>();
  const request = useMemo(() => new LatestRequest({
    ask: async (fromTo: { fromUs: number; toUs: number }, abort: AbortSignal) => (await engine.history.window({ series: [{ signal: signal.id, run }], span: fromTo, width: MOST_SAMPLES, raw: true }, { signal: abort }))[0],
    onAnswer: (answer) => {
      setData(answer);
      setError(undefined);
    },
    onError: setError, abortOlder: false,
  }), [engine, signal.id, run]);
  // Live moves the span ten times a second; the list follows once a second.
  const toUs = mode === "live" ? Math.floor(span.toUs / 1e6) * 1e6 : span.toUs;
  const length = span.toUs - span.fromUs;
  useEffect(() => request.want({ fromUs: toUs - length, toUs }), [request, toUs, length]);
  useEffect(() => () => request.cancel(), [request]);
  const rows = useMemo((): Row[] => Array.from(data?.tUs ?? [], (tUs, index) => ({ index, tUs, value: data?.value[index] ?? Number.NaN, status: data?.status[index] ?? 0, text: data?.text?.[index] })).reverse(), [data]);
  const columns = useMemo((): TableColumn<Row>[] => [
    { id: "at", label: "Time", width: "210px", isNumeric: true, value: (row) => row.tUs, text: (row) => formatDateTime(row.tUs, zone, "microsecond"), data: (row) => formatIso(row.tUs) },
    { id: "value", label: "Value", width: "140px", isNumeric: true, value: (row) => (signal.dataType === "number" ? row.value : formatValue(row.value, signal, row.text)), text: (row) => (signal.dataType === "number" ? String(row.value) : formatValue(row.value, signal, row.text)) },
    { id: "quality", label: "Quality", width: "minmax(120px, 1fr)", value: (row) => qualityText(row.status) },
  ], [signal, zone]);
  return (
    <>
      <ErrorText error={error} />
      {data?.kind === "reduced" && <p className="tb-note">This span holds {data.samples.toLocaleString("en")} {plural(data.samples, "sample")}: first, least, greatest and last of each slice are listed. Choose a shorter span for every sample.</p>}
      <Table label={`Samples of ${signal.path.join(".")}${run === MEASURED ? "" : ` in ${run}`}`} rows={rows} rowId={(row) => String(row.index)} columns={columns} empty={<p className="tb-note">{data ? "Nothing is recorded in the shown span." : "Asking the history …"}</p>} />
    </>
  );
}
