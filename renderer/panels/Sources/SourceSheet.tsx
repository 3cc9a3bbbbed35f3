/** How the chosen source stands: state and what to do, clock, subscriptions with requested and revised rates, items that failed. */
import type { ReactNode } from "react";
import type { Source } from "../../../shared/model/project.ts";
import { plural } from "../../../shared/plural.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDuration, formatSince, useZone } from "../../app/state/zone.ts";
import { formatCount } from "../../app/formatSize.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { FlagField } from "../../widgets/controls/fields.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";
import { enableEdit, type SourceActions } from "./sourceActions.tsx";
import { stateText } from "./sourceWords.ts";

const FAILED_SHOWN = 5;

export function SourceSheet({ source, actions }: { readonly source: Source; readonly actions: SourceActions }): ReactNode {
  const workbench = useWorkbench();
  const { change } = useWindow();
  const zone = useZone();
  const status = useStore(workbench.sources).find((candidate) => candidate.source === source.id);
  const range = (low: number, high: number): string => (low === high ? String(low) : `${low} to ${high}`);
  if (source.kind === "file") return undefined;
  const isProblem = status !== undefined && ["failed", "untrusted", "unauthorized"].includes(status.state);
  return (
    <div className="tb-source-sheet">
      <ViewHead title={source.name} level={3} />
      {status?.message !== undefined && (isProblem ? <ErrorText error={status.message} /> : <p>{status.message}</p>)}
      <div className="tb-sheet-buttons">
        {status?.state === "untrusted" && <Button look="primary" onPress={() => actions.settle(source.id)}>Look at its certificate …</Button>}
        {status?.state === "unauthorized" && <Button look="primary" onPress={() => actions.settle(source.id)}>Log in …</Button>}
        {(status?.state === "failed" || status?.state === "off" || status === undefined) && <Button onPress={() => actions.connect(source.id)}>Connect</Button>}
      </div>
      <dl className="tb-facts">
        <Fact name="state">{stateText(source, status)}{status ? `, since ${formatSince(status.sinceUs, zone, workbench.cursor.nowUs)}` : ""}</Fact>
        {status && <Fact name="subscribed">{formatCount(status.subscribed)} {plural(status.subscribed, "signal")}, {formatCount(status.valuesPerSecond)} values/s</Fact>}
        {status?.skewUs !== undefined && <Fact name="its clock">{status.skewUs === 0 ? "as ours" : `${formatDuration(Math.abs(status.skewUs))} ${status.skewUs > 0 ? "ahead of" : "behind"} ours`}</Fact>}
      </dl>
      {status && status.subscriptions.length > 0 && (
        <table className="tb-sampling">
          <thead><tr><th scope="col">requested → revised</th><th scope="col">sampling, ms</th><th scope="col">queue</th></tr></thead>
          <tbody>
            {status.subscriptions.map((subscription, index) => (
              <tr key={index}>
                <th scope="row">{formatCount(subscription.items)} items</th>
                <td>{subscription.samplingMs.requested} → {range(subscription.samplingMs.revisedMin, subscription.samplingMs.revisedMax)}</td>
                <td>{subscription.queueSize.requested} → {range(subscription.queueSize.revisedMin, subscription.queueSize.revisedMax)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {status?.failedItems.slice(0, FAILED_SHOWN).map((item) => <p key={item.address} className="failed"><b>{item.address}</b>: {item.reason}</p>)}
      {status && status.failedItems.length > FAILED_SHOWN && <p className="failed">and {status.failedItems.length - FAILED_SHOWN} more</p>}
      <FlagField label="Connect when the project opens" value={source.enabled} onChange={(enabled) => void change({ label: `${enabled ? "Connect" : "Do not connect"} ${source.name} on opening`, changes: [enableEdit(source, enabled)] })} />
    </div>
  );
}
