/** Binds dropped or chosen variables to the signals of an asset: the likely signal is proposed for each, any can be changed. */
import { useEffect, useState, type ReactNode } from "react";
import type { NodeAttributes } from "../../../shared/contract/sources.ts";
import { bindNodes, LEAVE_OUT, likelySignal, NEW_SIGNAL } from "../../../shared/model/edits/bindNodes.ts";
import { signalsOfAsset } from "../../../shared/model/signals.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { parseNodeRef } from "../../app/dragdrop.ts";
import { newId } from "../../app/newId.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { shownUnit } from "../../charts/formatValue.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { placeChoices } from "../Assets/placeChoices.ts";

export interface BindNodesDialogProps {
  /** Node references of one source. */
  readonly nodes: readonly string[];
  /** Asset or signal they were dropped on; asked for where absent. */
  readonly target: string | undefined;
  readonly onClose: () => void;
}

export function BindNodesDialog({ nodes, target, onClose }: BindNodesDialogProps): ReactNode {
  const { project: store, engine, selection } = useWorkbench();
  const project = store.value;
  const refs = nodes.flatMap((node) => parseNodeRef(node) ?? []);
  const source = refs[0]?.source ?? "";
  const [assetId, setAsset] = useState(target?.split("/")[0] ?? Object.keys(project.assets)[0] ?? "");
  const [read, setRead] = useState<readonly NodeAttributes[]>();
  const [signals, setSignals] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    engine.sources.read({ source, addresses: refs.filter((ref) => ref.source === source).map((ref) => ref.address) }).then((answer) => setRead(answer.nodes), setError);
  }, []);
  useEffect(() => {
    if (!read) return;
    const droppedOnSignal = target?.includes("/") === true && read.length === 1 && target.startsWith(`${assetId}/`) ? target : undefined;
    setSignals(Object.fromEntries(read.map((node) => [node.address, droppedOnSignal ?? likelySignal(project, assetId, node)])));
  }, [read, assetId]);
  const choices = [
    ...signalsOfAsset(project, assetId).map((signal) => ({ value: signal.id, label: signal.name, ...(shownUnit(signal) !== "" && { hint: shownUnit(signal) }) })),
    { value: NEW_SIGNAL, label: "A new signal of its type" },
    { value: LEAVE_OUT, label: "Leave it out" },
  ];
  const count = Object.values(signals).filter((signal) => signal !== LEAVE_OUT).length;
  const bind = async (): Promise<void> => {
    setError(undefined);
    try {
      await engine.project.change(bindNodes(store.value, assetId, source, (read ?? []).map((node) => ({ node, signal: signals[node.address] ?? LEAVE_OUT })), newId));
      selection.set({ assets: [assetId], signals: [], madeIn: "dialog" });
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Dialog
      title={nodes.length === 1 ? "Bind a variable" : `Bind ${nodes.length} variables`}
      widthPx={620}
      onClose={onClose}
      onSubmit={() => void bind()}
      buttons={<><Button onPress={onClose}>Cancel</Button><Button look="primary" type="submit" isDisabled={count === 0 || assetId === ""}>Bind</Button></>}
    >
      <ChoiceField label="To signals of" value={assetId} choices={placeChoices(project, [])} onChange={setAsset} />
      {!read && error === undefined && <p role="status">Reading what the source says of {nodes.length === 1 ? "it" : "them"} …</p>}
      <table className="tb-bind-table">
        <tbody>
          {read?.map((node) => (
            <tr key={node.address}>
              <th scope="row">{node.name}<span className="tb-num">{node.value ?? ""}{node.unit ? ` ${displayUnit(node.unit.ucum ?? node.unit.text)}` : ""}</span></th>
              <td><ChoiceField label={`Signal for ${node.name}`} hideLabel value={signals[node.address] ?? LEAVE_OUT} choices={choices} onChange={(signal) => setSignals({ ...signals, [node.address]: signal })} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <ErrorText error={error} />
    </Dialog>
  );
}
