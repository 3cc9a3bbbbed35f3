/** What a server says of one node: value, unit, range, access, and every attribute it gives. */
import { useEffect, useState, type ReactNode } from "react";
import type { NodeAttributes } from "../../../shared/contract/sources.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { formatNumber, qualityText } from "../../charts/formatValue.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Fact } from "../../widgets/facts/Fact.tsx";

export interface NodeDialogProps {
  readonly source: string;
  readonly address: string;
  readonly onClose: () => void;
}

export function NodeDialog({ source, address, onClose }: NodeDialogProps): ReactNode {
  const { engine } = useWorkbench();
  const zone = useZone();
  const [node, setNode] = useState<NodeAttributes>();
  const [error, setError] = useState<unknown>();
  const read = (): void => {
    setError(undefined);
    engine.sources.read({ source, addresses: [address] }).then(({ nodes }) => setNode(nodes[0]), setError);
  };
  useEffect(read, [source, address]);
  const unit = node?.unit;
  const access = node && (["read", "write", "history"] as const).filter((right) => node.access[right]).join(", ");
  return (
    <Dialog title={node?.name ?? "Node"} widthPx={560} onClose={onClose} buttons={<><Button onPress={read}>Read again</Button><Button look="primary" onPress={onClose}>Close</Button></>}>
      <ErrorText error={error} />
      {node?.description !== undefined && node.description !== "" && <p>{node.description}</p>}
      {!node && error === undefined && <p role="status">Reading …</p>}
      {node && (
        <dl className="tb-facts tb-node">
          {node.value !== undefined && <Fact name="value"><span className="tb-num">{node.value}{unit ? ` ${displayUnit(unit.ucum ?? unit.text)}` : ""}</span></Fact>}
          {node.status !== undefined && <Fact name="quality">{qualityText(node.status)}</Fact>}
          {node.sourceUs !== undefined && <Fact name="source time"><span className="tb-num">{formatDateTime(node.sourceUs, zone, "millisecond")}</span></Fact>}
          {node.serverUs !== undefined && <Fact name="server time"><span className="tb-num">{formatDateTime(node.serverUs, zone, "millisecond")}</span></Fact>}
          {node.range && <Fact name="range"><span className="tb-num">{formatNumber(node.range.low)} to {formatNumber(node.range.high)}</span></Fact>}
          {node.members && <Fact name="members">{node.members.join(", ")}</Fact>}
          <Fact name="may be">{access || "nothing"}</Fact>
          {node.minimumSamplingMs !== undefined && <Fact name="samples at best every">{node.minimumSamplingMs === 0 ? "change" : `${node.minimumSamplingMs} ms`}</Fact>}
          {node.attributes.map((attribute) => <Fact key={attribute.name} name={attribute.name}><span className="wrap">{attribute.value}</span></Fact>)}
        </dl>
      )}
    </Dialog>
  );
}
