/** The bottom line: how recording does, what may be written to equipment, and who is at the desk. */
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import type { EngineStatus } from "../../../shared/contract/engine.ts";
import { plural } from "../../../shared/plural.ts";
import { formatDuration } from "../state/zone.ts";
import { useStore } from "../state/Store.ts";
import { useWorkbench } from "../state/Workbench.ts";
import { formatBytes, formatCount } from "../formatSize.ts";

const READ_ONLY_FOLDER = "The project is open for reading: its history, rules and runs can be looked at; nothing is connected, recorded or changed.";

export function StatusBar({ onOperator, onSources }: { readonly onOperator: () => void; readonly onSources: () => void }): ReactNode {
  const workbench = useWorkbench();
  const status = useStore(workbench.status);
  const info = useStore(workbench.info);
  return (
    <footer className="tb-status">
      {status && (
        <>
          <Button className="item" onPress={onSources}>sources <b>{status.sources.live}/{status.sources.total}</b></Button>
          <span className="item"><b>{formatCount(status.valuesPerSecond)}</b> values/s</span>
          <RecordingState status={status} readOnly={info?.readOnly === true} />
          <span className="item">gaps today <b>{status.gapsToday}</b></span>
          <span className="item" title={`${formatCount(status.recordedSamples)} ${plural(status.recordedSamples, "sample")} recorded since the project was opened.`}>history <b>{formatBytes(status.historyBytes)}</b> · <b>{formatCount(status.historySamples)}</b> {plural(status.historySamples, "sample")}</span>
        </>
      )}
      <span className="space" />
      {info?.readOnly === true && <span className="read-only" title={READ_ONLY_FOLDER}>READ-ONLY FOLDER</span>}
      {status?.readOnly !== false && <span className="read-only" title="Nothing can be written to equipment from this session.">READ-ONLY</span>}
      <Button className="item" aria-label={`Operator ${info?.operator ?? ""}. Change the name`} onPress={onOperator}>operator <b>{info?.operator ?? "–"}</b></Button>
    </footer>
  );
}

function RecordingState({ status, readOnly }: { readonly status: EngineStatus; readonly readOnly: boolean }): ReactNode {
  if (readOnly) return <span className="item">not recording</span>;
  if (status.recordingStopped !== undefined) return <span className="item stopped">recording stopped: {status.recordingStopped}</span>;
  return <span className="item">recorded lag <b>{formatDuration(status.recordedLagUs)}</b></span>;
}
