/** What is selected, and what is known of it at the cursor: operational, dynamic and static, each with where it comes from. */
import type { ReactNode } from "react";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { AssetSheet } from "./AssetSheet.tsx";
import "./inspector.css";
import { SignalSheet } from "./SignalSheet.tsx";

export function InspectorPanel(): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const { assets, signals } = useStore(workbench.selection);
  const [signal] = signals;
  const asset = project.assets[assets[0] ?? ""];
  if (signal !== undefined) return <SignalSheet key={signal} signalId={signal} others={signals.length - 1} />;
  if (asset) return <AssetSheet key={asset.id} asset={asset} others={assets.length - 1} />;
  return <EmptyState title="Nothing is selected">Select an asset or a signal in a tree, in the viewport or in an alarm row: what is known of it is shown here, with where it comes from.</EmptyState>;
}
