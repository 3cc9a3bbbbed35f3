/** The inspector's sheet for a signal: its value at the cursor, what it is, and where it comes from. */
import { Link2, Link2Off } from "lucide-react";
import type { ReactNode } from "react";
import { unbindSignals } from "../../../shared/model/edits/bindings.ts";
import { bindingOf, findSignal } from "../../../shared/model/signals.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useValue } from "../../app/state/values.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { formatWithUnit, qualityText, shownUnit } from "../../charts/formatValue.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ValueWithUnit } from "../../widgets/facts/ValueWithUnit.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { BindDialog } from "../Sources/BindDialog.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";
import { SamplingFacts } from "./SamplingFacts.tsx";

export function SignalSheet({ signalId, others }: { readonly signalId: string; readonly others: number }): ReactNode {
  const workbench = useWorkbench();
  const { openDialog, change } = useWindow();
  const project = useStore(workbench.project);
  const zone = useZone();
  const value = useValue(signalId);
  const signal = findSignal(project, signalId);
  if (!signal) return <EmptyState title="The signal is not there any more">It was deleted with its asset or its type. Undo brings it back.</EmptyState>;
  const binding = bindingOf(project, signalId);
  const source = binding && project.sources[binding.source];
  const { limits } = signal;
  return (
    <>
      <header className="tb-sheet-head">
        <h2>{signal.name}</h2>
        <span>{signal.asset ? signal.path.slice(0, -1).join(" › ") : "loose signal"}{others > 0 ? ` · and ${others} more selected` : ""}</span>
      </header>
      <section>
        <ViewHead title="Value at the cursor" level={3} />
        <p className="tb-sheet-value"><ValueWithUnit signal={signal} value={value} /></p>
        {value && (
          <dl className="tb-facts">
            <Fact name="sampled"><span className="tb-num">{formatDateTime(value.tUs, zone, "millisecond")}</span></Fact>
            <Fact name="quality">{qualityText(value.status)}</Fact>
          </dl>
        )}
      </section>
      <section>
        <ViewHead title="Static" level={3} />
        {signal.description !== undefined && <p className="tb-sheet-none">{signal.description}</p>}
        <dl className="tb-facts">
          <Fact name="kind">{signal.dataType}</Fact>
          {signal.dataType === "number" && <Fact name="unit">{shownUnit(signal) || "plain number"}</Fact>}
          {signal.members && <Fact name="members">{signal.members.join(", ")}</Fact>}
          {limits?.low !== undefined && <Fact name="low limit"><span className="tb-num">{formatWithUnit(limits.low, signal)}</span></Fact>}
          {limits?.high !== undefined && <Fact name="high limit"><span className="tb-num">{formatWithUnit(limits.high, signal)}</span></Fact>}
        </dl>
      </section>
      <section>
        <ViewHead title="Where it comes from" level={3} />
        {binding ? (
          <>
            <dl className="tb-facts">
              <Fact name="source">{source?.name ?? "source missing"}</Fact>
              <Fact name="unit there">{binding.sourceUnit === undefined ? "as the signal's" : displayUnit(binding.sourceUnit)}</Fact>
              <Fact name="binding revision"><span className="tb-num">{binding.revision}</span></Fact>
            </dl>
            <p className="tb-address-text">{binding.address}</p>
            <SamplingFacts binding={binding} />
          </>
        ) : (
          <p className="tb-sheet-none">It is not bound to any address.</p>
        )}
        <div className="tb-sheet-buttons">
          <Button icon={Link2} onPress={() => openDialog((close) => <BindDialog signalId={signalId} onClose={close} />)}>{binding ? "Bind elsewhere …" : "Bind …"}</Button>
          {binding && <Button icon={Link2Off} onPress={() => void change(unbindSignals(project, [signalId]))}>Unbind</Button>}
        </div>
      </section>
    </>
  );
}
