/** One row of the asset tree: name first to give way, then value, alarm mark or what is special about it. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useValue } from "../../app/state/values.ts";
import { AlarmMark } from "../../widgets/facts/AlarmMark.tsx";
import { isAcknowledged, isGone } from "../../widgets/facts/alarmOrder.ts";
import { ValueWithUnit } from "../../widgets/facts/ValueWithUnit.tsx";
import type { AssetNode } from "./assetNodes.ts";

export interface AssetRowProps {
  readonly node: AssetNode;
  readonly alarm: Alarm | undefined;
  /** None of the asset's signals is bound to a source. */
  readonly isUnbound: boolean;
  readonly isRenaming: boolean;
  /** The new name, or undefined where the name stays. */
  readonly onRenamed: (name: string | undefined) => void;
}

export function AssetRow({ node, alarm, isUnbound, isRenaming, onRenamed }: AssetRowProps): ReactNode {
  switch (node.kind) {
    case "signal":
      return <SignalRow node={node} />;
    case "loose":
      return <span className="name quiet">{node.label}</span>;
    case "asset": {
      const { state } = node.asset.lifecycle;
      return (
        <>
          {alarm && <AlarmMark severity={alarm.severity} isAcknowledged={isAcknowledged(alarm)} isGone={isGone(alarm)} />}
          {isRenaming ? <RenameBox name={node.asset.name} onDone={onRenamed} /> : <span className={`name${state === "retired" ? " quiet" : ""}`}>{node.asset.name}</span>}
          {!isRenaming && <span className="hint">{node.typeName}</span>}
          {state !== "active" && <span className="tb-chip">{state}</span>}
          {isUnbound && state === "active" && <span className="fact">not bound</span>}
        </>
      );
    }
  }
}

function SignalRow({ node }: { readonly node: AssetNode & { readonly kind: "signal" } }): ReactNode {
  const value = useValue(node.id);
  return (
    <>
      <span className="name signal" title={node.signal.description ?? node.signal.name}>{node.signal.name}</span>
      <ValueWithUnit signal={node.signal} value={value} alignUnit />
    </>
  );
}

function RenameBox({ name, onDone }: { readonly name: string; readonly onDone: (name: string | undefined) => void }): ReactNode {
  const [text, setText] = useState(name);
  const box = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => box.current?.select(), []);
  const finish = (result: string | undefined): void => {
    if (isOver.current) return;
    isOver.current = true;
    const tree = box.current?.closest<HTMLElement>("[role=tree]");
    onDone(result === undefined || result.trim() === "" || result.trim() === name ? undefined : result.trim());
    tree?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Enter") finish(text);
    else if (event.key === "Escape") finish(undefined);
  };
  return <input ref={box} className="tb-rename" aria-label={`New name of ${name}`} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} onBlur={() => finish(text)} onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()} autoFocus />;
}
