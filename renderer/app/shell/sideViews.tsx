/** The views that the activity rail switches between in the side area. */
import { Boxes, FileCode2, History, Network, PlaySquare, type LucideIcon } from "lucide-react";
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

export type SideViewId = "assets" | "sources" | "rules" | "runs" | "changes";

export interface SideView {
  readonly id: SideViewId;
  readonly title: string;
  readonly icon: LucideIcon;
  /** Alt with this digit shows it. */
  readonly digit: string;
  readonly component: LazyExoticComponent<ComponentType>;
  /** Shown below it, so that things can be dragged from one to the other. */
  readonly below?: SideViewId;
}

const view = (load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> => lazy(async () => ({ default: await load() }));

export const sideViews: readonly SideView[] = [
  { id: "assets", title: "Assets", icon: Boxes, digit: "1", component: view(async () => (await import("../../panels/Assets/AssetsView.tsx")).AssetsView) },
  { id: "sources", title: "Sources", icon: Network, digit: "2", component: view(async () => (await import("../../panels/Sources/SourcesView.tsx")).SourcesView), below: "assets" },
  { id: "rules", title: "Rules and models", icon: FileCode2, digit: "3", component: view(async () => (await import("../../panels/RulesTree/RulesView.tsx")).RulesView) },
  { id: "runs", title: "Runs", icon: PlaySquare, digit: "4", component: view(async () => (await import("../../panels/Runs/RunsView.tsx")).RunsView) },
  { id: "changes", title: "Changes", icon: History, digit: "5", component: view(async () => (await import("../../panels/Changes/ChangesView.tsx")).ChangesView) },
];
