/** The inspector's sheet for an asset. */
import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import type { Asset } from "../../../shared/model/project.ts";
import { bindingOf, signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import { useAlarms, useStates } from "../../app/state/atCursor.ts";
import { useStore } from "../../app/state/Store.ts";
import { useValue } from "../../app/state/values.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatSince, useZone } from "../../app/state/zone.ts";
import { formatWithUnit } from "../../charts/formatValue.ts";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { AlarmMark } from "../../widgets/facts/AlarmMark.tsx";
import { alarmStateText, byUrgency, isAcknowledged, isGone } from "../../widgets/facts/alarmOrder.ts";
import { ValueWithUnit } from "../../widgets/facts/ValueWithUnit.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { DescribeAssetDialog } from "../Assets/DescribeAssetDialog.tsx";
import { AssetLiveRuns } from "../LiveRuns/AssetLiveRuns.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";
import { LifecycleFacts } from "./LifecycleFacts.tsx";

export function AssetSheet({ asset, others }: { readonly asset: Asset; readonly others: number }): ReactNode {
  const workbench = useWorkbench();
  const { openDialog } = useWindow();
  const project = useStore(workbench.project);
  const type = project.types[asset.type];
  return (
    <>
      <header className="tb-sheet-head">
        <h2>{asset.name}</h2>
        <span>{type?.name ?? "type missing"}{others > 0 ? ` · and ${others} more selected` : ""}</span>
      </header>
      <OperationalState asset={asset} />
      <AssetAlarms asset={asset} />
      <AssetLiveRuns assetId={asset.id} />
      <section>
        <ViewHead title="Dynamic" level={3} />
        <Dynamic signals={signalsOfAsset(project, asset.id)} />
      </section>
      <section>
        <ViewHead title="Static" level={3}>
          <IconButton icon={Pencil} label="Edit parameters, facts and description" placement="left" onPress={() => openDialog((close) => <DescribeAssetDialog assetId={asset.id} onClose={close} />)} />
        </ViewHead>
        {asset.description !== undefined && <p className="tb-sheet-none">{asset.description}</p>}
        <dl className="tb-facts">
          {type?.parameters.map((parameter) => {
            const own = asset.parameters[parameter.id];
            return <Fact key={parameter.id} name={parameter.name} from={own === undefined ? undefined : "this asset's own; the type has " + formatWithUnit(parameter.value, { ...parameter, dataType: "number" })}><span className="tb-num">{formatWithUnit(own ?? parameter.value, { ...parameter, dataType: "number" })}</span></Fact>;
          })}
          {Object.entries(asset.facts).map(([name, text]) => <Fact key={name} name={name}>{text}</Fact>)}
        </dl>
        {(type?.parameters.length ?? 0) + Object.keys(asset.facts).length === 0 && <p className="tb-sheet-none">No parameters or facts are noted.</p>}
      </section>
      <LifecycleFacts asset={asset} />
    </>
  );
}

function OperationalState({ asset }: { readonly asset: Asset }): ReactNode {
  const workbench = useWorkbench();
  const zone = useZone();
  const states = useStates().filter((state) => state.assetId === asset.id);
  const own = useAlarms().filter((alarm) => alarm.assetId === asset.id).sort(byUrgency);
  return (
    <section>
      <ViewHead title="Operational state" level={3} />
      <dl className="tb-facts">
        {states.map((state) => {
          const { source } = state;
          const alarm = source.kind === "rule" ? own.find((candidate) => candidate.rule === source.rule) : undefined;
          const from = source.kind === "default" ? "no rule says otherwise" : `rule ${source.rule} · since ${formatSince(source.sinceUs, zone, workbench.cursor.nowUs)}`;
          return (
            <Fact key={state.name} name={state.name} from={from}>
              {alarm && <AlarmMark severity={alarm.severity} isAcknowledged={isAcknowledged(alarm)} isGone={isGone(alarm)} />} <span className={alarm ? `tb-state ${alarm.severity}` : ""}>{state.member}</span>
            </Fact>
          );
        })}
      </dl>
      {states.length === 0 && <p className="tb-sheet-none">Its type has no operational states.</p>}
    </section>
  );
}

function AssetAlarms({ asset }: { readonly asset: Asset }): ReactNode {
  const { openPanel } = useWindow();
  const workbench = useWorkbench();
  const zone = useZone();
  const alarms = useAlarms().filter((alarm) => alarm.assetId === asset.id).sort(byUrgency);
  if (alarms.length === 0) return undefined;
  return (
    <section>
      <ViewHead title="Alarms" level={3} />
      <ul className="tb-sheet-alarms">
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <AlarmMark severity={alarm.severity} isAcknowledged={isAcknowledged(alarm)} isGone={isGone(alarm)} withWord />
            <span className="tb-num">{formatSince(alarm.sinceUs, zone, workbench.cursor.nowUs)}</span>
            <p>{alarm.message}</p>
            {alarm.advise !== undefined && <p className="advise">{alarm.advise}</p>}
            <p className="advise">{alarmStateText(alarm)}{alarm.acknowledged ? ` by ${alarm.acknowledged.by}${alarm.acknowledged.note ? `: ${alarm.acknowledged.note}` : ""}` : ""}</p>
          </li>
        ))}
      </ul>
      <button type="button" className="tb-link" onClick={() => openPanel("alarms")}>Open the alarm list</button>
    </section>
  );
}

function Dynamic({ signals }: { readonly signals: readonly Signal[] }): ReactNode {
  if (signals.length === 0) return <p className="tb-sheet-none">Its type has no signals.</p>;
  return <dl className="tb-facts">{signals.map((signal) => <DynamicRow key={signal.id} signal={signal} />)}</dl>;
}

function DynamicRow({ signal }: { readonly signal: Signal }): ReactNode {
  const { project, selection } = useWorkbench();
  const value = useValue(signal.id);
  const isBound = bindingOf(useStore(project), signal.id) !== undefined;
  return (
    <div>
      <dt title={signal.description ?? signal.name}>
        <button type="button" className="tb-link plain" onClick={() => selection.update((chosen) => ({ ...chosen, signals: [signal.id], madeIn: "inspector" }))}>{signal.name}</button>
      </dt>
      <dd>{isBound || value ? <ValueWithUnit signal={signal} value={value} alignUnit /> : <span className="tb-value none">not bound</span>}</dd>
    </div>
  );
}
