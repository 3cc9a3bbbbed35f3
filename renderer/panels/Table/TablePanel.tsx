/** Values as a table: of chosen signals, of what is selected, or of all; or the raw samples of one. At the one time cursor. */
import { ArrowLeft, X } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { findSignal } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { isOurDrag, readDrag } from "../../app/dragdrop.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { SampleTable } from "./SampleTable.tsx";
import "./table.css";
import { addToTable, readTableConfig, signalsToList } from "./tableConfig.ts";
import { ValueTable } from "./ValueTable.tsx";

/** More rows than this are not asked for ten times a second; the filter or the selection makes them fewer. */
const MOST_SIGNALS = 2_000;

export function TablePanel({ id, config: given, setConfig }: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const selection = useStore(workbench.selection);
  const [filter, setFilter] = useState("");
  const config = useMemo(() => readTableConfig(given), [given]);
  // What the table itself selected does not change what it lists.
  const followed = selection.madeIn === id ? NOTHING_SELECTED : selection;
  const { signals, of } = useMemo(() => signalsToList(project, config, followed), [project, config, followed]);
  const listed = useMemo(() => signals.slice(0, MOST_SIGNALS), [signals]);
  const samples = config.samplesOf === undefined ? undefined : findSignal(project, config.samplesOf);
  const { samplesOf: _, ...withoutSamples } = config;
  const title = of === "chosen" ? `${signals.length} chosen ${plural(signals.length, "signal")}` : of === "selection" ? `${signals.length} ${plural(signals.length, "signal")} of the selection` : `All ${signals.length} ${plural(signals.length, "signal")}`;
  return (
    <section
      className="table-panel" aria-label="Table"
      onDragOver={(event) => isOurDrag(event.dataTransfer) && event.preventDefault()}
      onDrop={(event) => {
        const payload = readDrag(event.dataTransfer);
        if (!payload) return;
        event.preventDefault();
        setConfig(addToTable(config, payload));
      }}
    >
      <div className="table-bar">
        {samples ? (
          <>
            <Button look="quiet" icon={ArrowLeft} onPress={() => setConfig(withoutSamples)}>Values</Button>
            <span className="what">Samples of {samples.path.join(" › ")} in the shown span</span>
          </>
        ) : (
          <>
            <div className="find"><SearchField label="Filter by asset, signal, unit" value={filter} onChange={setFilter} /></div>
            <span className="what">{title}{signals.length > MOST_SIGNALS && `, the first ${MOST_SIGNALS} shown`}</span>
            {of === "chosen" && <Button look="quiet" icon={X} onPress={() => setConfig({ signals: [], assets: [] })}>Follow the selection</Button>}
          </>
        )}
      </div>
      {samples ? <SampleTable key={samples.id} signal={samples} /> : (
        <ValueTable
          panel={id} signals={listed} filter={filter} onSamples={(signal) => setConfig({ ...config, samplesOf: signal })}
          onRemove={of === "chosen" ? (ids) => setConfig({ ...config, signals: config.signals.filter((one) => !ids.includes(one)) }) : undefined}
        />
      )}
    </section>
  );
}

const NOTHING_SELECTED = { assets: [], signals: [] } as const;
