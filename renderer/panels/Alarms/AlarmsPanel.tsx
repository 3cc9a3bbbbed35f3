/** The alarms of the plant: active at the cursor, shelved, suppressed or out of service, and history; one list at a time. */
import { useState, type ReactNode } from "react";
import type { PanelProps } from "../../app/panels.tsx";
import { ChoiceField, SearchField } from "../../widgets/controls/fields.tsx";
import { AlarmList } from "./AlarmList.tsx";
import "./alarms.css";
import { alarmViews, readAlarmView } from "./alarmView.ts";
import { WithheldList } from "./WithheldList.tsx";

export function AlarmsPanel({ config, setConfig }: PanelProps): ReactNode {
  const view = readAlarmView(config);
  const [filter, setFilter] = useState("");
  const bar = (actions: ReactNode, filters?: ReactNode): ReactNode => (
    <div className="bar">
      <ChoiceField label="Which alarms" hideLabel value={view} onChange={setConfig} choices={alarmViews} />
      <div className="find">
        <SearchField label="Filter the list" value={filter} onChange={setFilter} />
        <div className="actions">{actions}</div>
      </div>
      {filters !== undefined && <div className="filters">{filters}</div>}
    </div>
  );
  return (
    <div className="tb-alarms">
      {view === "standing" || view === "history" ? <AlarmList key={view} which={view} bar={bar} filter={filter} /> : <WithheldList key={view} which={view} bar={bar} filter={filter} />}
    </div>
  );
}
