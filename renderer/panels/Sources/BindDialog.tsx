/** Binds one signal to an address: choose the variable in the address space, see its unit, set how often it is asked for. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { NodeAttributes } from "../../../shared/contract/sources.ts";
import { bindSignal, DEFAULT_SAMPLING, unitProblem } from "../../../shared/model/edits/bindings.ts";
import { bindingOf, findSignal } from "../../../shared/model/signals.ts";
import { newId } from "../../app/newId.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { shownUnit } from "../../charts/formatValue.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { NumberField, TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { AddressTree } from "./AddressTree.tsx";
import { useAddressSpace, type SpaceNode } from "./useAddressSpace.ts";

export function BindDialog({ signalId, onClose }: { readonly signalId: string; readonly onClose: () => void }): ReactNode {
  const { project: store, engine } = useWorkbench();
  const project = store.value;
  const signal = findSignal(project, signalId);
  const before = bindingOf(project, signalId);
  const space = useAddressSpace();
  const sources = useMemo(() => Object.values(project.sources).filter((source) => source.kind !== "file"), [project]);
  const known = useRef(new Map<string, SpaceNode>());
  const [chosen, setChosen] = useState<{ readonly id: string; readonly source: string; readonly address: string } | undefined>(before && { id: "", source: before.source, address: before.address });
  const [node, setNode] = useState<NodeAttributes>();
  const [unit, setUnit] = useState(before?.sourceUnit ?? "");
  const [intervalMs, setInterval] = useState<number | undefined>(before?.sampling?.intervalMs ?? DEFAULT_SAMPLING.intervalMs);
  const [queueSize, setQueue] = useState<number | undefined>(before?.sampling?.queueSize ?? DEFAULT_SAMPLING.queueSize);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!chosen) return;
    setError(undefined);
    engine.sources.read({ source: chosen.source, addresses: [chosen.address] }).then(({ nodes: [read] }) => {
      setNode(read);
      if (chosen.id !== "") setUnit(read?.unit?.ucum ?? "");
    }, setError);
  }, [chosen, engine]);
  const select = (ids: readonly string[]): void => {
    const found = known.current.get(ids[0] ?? "");
    if (found?.kind === "node" && found.node.kind === "variable") setChosen({ id: found.id, source: found.sourceId, address: found.node.address });
  };
  const remember = (list: readonly SpaceNode[]): readonly SpaceNode[] => {
    for (const one of list) {
      known.current.set(one.id, one);
      // Children of a space node are space nodes: `useAddressSpace` builds them so.
      if (one.children) remember(one.children as readonly SpaceNode[]);
    }
    return list;
  };
  const problem = signal && unit !== "" ? unitProblem(signal, unit) : undefined;
  const canBind = chosen !== undefined && problem === undefined && (intervalMs ?? 0) > 0 && (queueSize ?? 0) >= 1;
  const bind = async (): Promise<void> => {
    if (!canBind || !chosen) return;
    setError(undefined);
    try {
      const sampling = { intervalMs: intervalMs ?? DEFAULT_SAMPLING.intervalMs, queueSize: Math.round(queueSize ?? DEFAULT_SAMPLING.queueSize) };
      await engine.project.change(bindSignal(store.value, signalId, { source: chosen.source, address: chosen.address, sampling, ...(unit !== "" && { sourceUnit: unit }) }, newId));
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Dialog
      title={`Bind ${signal?.path.join(" › ") ?? "a signal"}`}
      widthPx={720}
      onClose={onClose}
      onSubmit={() => void bind()}
      buttons={
        <>
          <span className="left">{signal?.unit === undefined ? "" : `The signal is in ${shownUnit(signal) || "plain numbers"}.`}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={!canBind}>Bind</Button>
        </>
      }
    >
      <div className="tb-bind">
        <div className="space">
          <AddressTree label="Variables to bind to" space={{ ...space, nodes: (list) => remember(space.nodes(list)) }} sources={sources} selected={chosen ? [chosen.id] : []} onSelect={select} empty={<EmptyState title="No source to bind to">Connect a source first; then its variables are listed here.</EmptyState>} />
        </div>
        <div className="facts">
          {node ? (
            <>
              <p><b>{node.name}</b></p>
              <p className="tb-num">{node.value ?? "no value"}{node.unit ? ` ${node.unit.text}` : ""}</p>
              <p className="quiet">{node.dataType}{node.minimumSamplingMs !== undefined ? ` · samples at best every ${node.minimumSamplingMs} ms` : ""}</p>
            </>
          ) : (
            <p className="quiet">Open a source and choose one of its variables.</p>
          )}
          {signal?.dataType === "number" && <TextField label="Unit the source delivers" value={unit} onChange={setUnit} error={problem} help="Empty: the same as the signal's." />}
          <NumberField label="Sampling interval in ms" value={intervalMs} onChange={setInterval} help="Asked for; the server may choose another, which is shown beside it." />
          <NumberField label="Queue size" value={queueSize} onChange={setQueue} />
        </div>
      </div>
      <ErrorText error={error} />
    </Dialog>
  );
}
