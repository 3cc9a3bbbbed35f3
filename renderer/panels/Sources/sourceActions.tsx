/** What can be done with sources and their nodes: one set of actions behind menu, keys, buttons and dialogs. */
import { Activity, Box, FileKey2, Info, Link2, PlugZap, RefreshCw, Settings2, Trash2, Unplug } from "lucide-react";
import { useMemo, useRef } from "react";
import type { SourceStatus } from "../../../shared/contract/sources.ts";
import { put, remove } from "../../../shared/model/edits/edit.ts";
import { plural } from "../../../shared/plural.ts";
import { nodeRef } from "../../app/dragdrop.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { ImportDialog } from "../Import/ImportDialog.tsx";
import { BindNodesDialog } from "./BindNodesDialog.tsx";
import { MakeAssetDialog } from "./MakeAssetDialog.tsx";
import { NodeDialog } from "./NodeDialog.tsx";
import { OwnCertificateDialog } from "./OwnCertificateDialog.tsx";
import { SourceDialog } from "./SourceDialog.tsx";
import { TrustDialog } from "./TrustDialog.tsx";
import type { SpaceNode } from "./useAddressSpace.ts";

export interface SourceActions {
  readonly add: () => void;
  readonly importFile: () => void;
  readonly edit: (source: string) => void;
  readonly connect: (source: string) => void;
  readonly disconnect: (source: string) => void;
  readonly remove: (source: string) => void;
  /** Does what the source waits for: trust, a password, or simply connecting. */
  readonly settle: (source: string) => void;
  /** Whether connecting was asked for in this window, so that its questions belong here. */
  readonly wasStartedHere: (source: string) => boolean;
  readonly refresh: (source: string) => void;
  readonly showNode: (source: string, address: string) => void;
  readonly bindNode: (source: string, address: string) => void;
  readonly plotNode: (source: string, address: string) => void;
  readonly makeAsset: (source: string, address: string) => void;
  readonly ownCertificate: () => void;
}

export function useSourceActions(refresh: (source: string) => void): SourceActions {
  const workbench = useWorkbench();
  const { openDialog, change, report, give } = useWindow();
  const started = useRef(new Set<string>());
  return useMemo(() => {
    const { engine, project, sources } = workbench;
    const connect = (source: string, secret?: string): void => {
      started.current.add(source);
      engine.sources.connect({ source, ...(secret !== undefined && { secret }) }).catch(report);
    };
    const askSecret = (source: string): void => openDialog((close) => (
      <FieldDialog
        title={`Log in to ${project.value.sources[source]?.name ?? "the source"}`}
        text={sources.value.find((status) => status.source === source)?.message}
        fields={[{ name: "secret", label: "Password", kind: "secret", required: true, help: "Kept for this session only, never in the project." }]}
        action="Log in"
        onClose={close}
        onSubmit={({ secret }) => connect(source, String(secret))}
      />
    ));
    return {
      add: () => openDialog((close) => <SourceDialog onClose={close} onSaved={connect} />),
      edit: (source) => openDialog((close) => <SourceDialog sourceId={source} onClose={close} onSaved={connect} />),
      importFile: () => openDialog((close) => <ImportDialog onClose={close} />),
      connect,
      disconnect: (source) => void engine.sources.disconnect({ source }).catch(report),
      remove: (source) => {
        const name = project.value.sources[source]?.name ?? "the source";
        const bindings = Object.values(project.value.bindings).filter((binding) => binding.source === source);
        openDialog((close) => (
          <FieldDialog
            title={`Delete ${name}?`}
            text={`${bindings.length === 0 ? "No signal is bound to it." : `${bindings.length} ${plural(bindings.length, "signal is", "signals are")} bound to it and ${plural(bindings.length, "loses its", "lose their")} binding.`} What was recorded stays in the history, and undo brings the source back.`}
            fields={[]}
            action="Delete"
            look="danger"
            onClose={close}
            onSubmit={() => change({ label: `Delete source ${name}`, changes: [remove("sources", source), ...bindings.map((binding) => remove("bindings", binding.id))] })}
          />
        ));
      },
      settle: (source) => {
        const status = sources.value.find((candidate) => candidate.source === source);
        if (status?.state === "untrusted" && status.certificate) openDialog((close) => <TrustDialog sourceId={source} onClose={close} />);
        else if (status?.state === "unauthorized") askSecret(source);
        else if (status?.state !== "live" && project.value.sources[source]?.kind !== "file") connect(source);
      },
      wasStartedHere: (source) => started.current.has(source),
      refresh,
      showNode: (source, address) => openDialog((close) => <NodeDialog source={source} address={address} onClose={close} />),
      bindNode: (source, address) => {
        const [asset] = workbench.selection.value.assets;
        openDialog((close) => <BindNodesDialog nodes={[nodeRef(source, address)]} target={workbench.selection.value.signals[0] ?? asset} onClose={close} />);
      },
      plotNode: (source, address) => give("trend", { kind: "node", ids: [nodeRef(source, address)] }),
      makeAsset: (source, address) => openDialog((close) => <MakeAssetDialog source={source} address={address} onClose={close} />),
      ownCertificate: () => openDialog((close) => <OwnCertificateDialog onClose={close} />),
    } satisfies SourceActions;
  }, [workbench, openDialog, change, report, give, refresh]);
}

export function sourceMenu(actions: SourceActions, node: SpaceNode, status: SourceStatus | undefined): MenuEntry[] {
  if (node.kind === "note") return [];
  if (node.kind === "source") {
    const { source } = node;
    const isOn = status !== undefined && status.state !== "off" && status.state !== "failed";
    const live: MenuEntry[] = source.kind === "file" ? [] : [
      { id: "connect", label: "Connect", icon: PlugZap, isDisabled: isOn && status.state === "live", run: () => actions.settle(source.id) },
      { id: "disconnect", label: "Disconnect", icon: Unplug, isDisabled: !isOn, run: () => actions.disconnect(source.id) },
      { id: "refresh", label: "Read its address space again", icon: RefreshCw, run: () => actions.refresh(source.id) },
      { id: "edit", label: "Settings …", icon: Settings2, run: () => actions.edit(source.id) },
      { id: "certificate", label: "Our own certificate …", icon: FileKey2, run: actions.ownCertificate },
      { kind: "separator", id: "line" },
    ];
    return [...live, { id: "delete", label: "Delete …", icon: Trash2, keys: "Del", run: () => actions.remove(source.id) }];
  }
  const { address, kind } = node.node;
  const attributes: MenuEntry = { id: "attributes", label: "Attributes …", icon: Info, keys: "Enter", run: () => actions.showNode(node.sourceId, address) };
  if (kind === "variable") {
    return [
      { id: "plot", label: "Record and plot", icon: Activity, run: () => actions.plotNode(node.sourceId, address) },
      { id: "bind", label: "Bind to a signal …", icon: Link2, run: () => actions.bindNode(node.sourceId, address) },
      attributes,
    ];
  }
  return [{ id: "make", label: "Make asset from this object …", icon: Box, isDisabled: kind === "method" || kind === "type", run: () => actions.makeAsset(node.sourceId, address) }, attributes];
}

/** A source that connects when the project opens, or no longer does. */
export function enableEdit(source: Parameters<typeof put<"sources">>[1], enabled: boolean): ReturnType<typeof put> {
  return put("sources", { ...source, enabled });
}
