/**
 * The panels that can be docked, one line each. A panel is loaded when it is first shown; what it remembers is plain data
 * in the saved layout (`config`), so that a layout restores it. It does not decide where panels stand: `dock/` does.
 */
import { Bell, Box, ChartScatter, ChartSpline, CircleHelp, Columns3, Crosshair, FileCode2, Gauge, type LucideIcon, PlaySquare, Table2 } from "lucide-react";
import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { addToTable } from "../panels/Table/tableConfig.ts";
import { addToTrend } from "../panels/Trend/trendConfig.ts";
import type { DragPayload } from "./dragdrop.ts";

/** What a docked panel is given. */
export interface PanelProps {
  /** Id of this tab, unique in the window. */
  readonly id: string;
  /** What the panel remembered, or what it was opened with; undefined at first. Check it: it comes from a file. */
  readonly config: unknown;
  /** Remembers plain data with the layout. */
  readonly setConfig: (config: unknown) => void;
  /** Renames the tab, for panels of which several are open. */
  readonly setTitle: (title: string) => void;
}

export interface PanelDefinition {
  /** Stable: saved layouts name it. */
  readonly id: string;
  readonly title: string;
  /** What it is for, as the palette and the panel menu say it. */
  readonly hint: string;
  readonly icon: LucideIcon;
  /** More than one may be open. */
  readonly several: boolean;
  readonly component: LazyExoticComponent<ComponentType<PanelProps>>;
  /** The panel's config with dragged or chosen things added: the twin of dropping them on it ("Plot", "Show in table"). */
  readonly accept?: (config: unknown, payload: DragPayload) => unknown;
}

const panel = (load: () => Promise<ComponentType<PanelProps>>): LazyExoticComponent<ComponentType<PanelProps>> => lazy(async () => ({ default: await load() }));

export const panels: readonly PanelDefinition[] = [
  { id: "alarms", title: "Alarms", hint: "What is wrong now, and what has been", icon: Bell, several: false, component: panel(async () => (await import("../panels/Alarms/AlarmsPanel.tsx")).AlarmsPanel) },
  { id: "alarm-performance", title: "Alarm performance", hint: "Rates, floods, chatter and worst actors; and what a changed rule would do to them", icon: Gauge, several: false, component: panel(async () => (await import("../panels/AlarmPerformance/AlarmPerformancePanel.tsx")).AlarmPerformancePanel) },
  { id: "viewport", title: "Viewport", hint: "Assets in 3D, with values, alarms and colours", icon: Box, several: true, component: panel(async () => (await import("../panels/Viewport/ViewportPanel.tsx")).ViewportPanel) },
  { id: "trend", title: "Trend", hint: "Signals over time, measured beside runs", icon: ChartSpline, several: true, component: panel(async () => (await import("../panels/Trend/TrendPanel.tsx")).TrendPanel), accept: addToTrend },
  { id: "editor", title: "Editor", hint: "Rules, calculations and models as text, tried on the past", icon: FileCode2, several: true, component: panel(async () => (await import("../panels/Editor/EditorPanel.tsx")).EditorPanel) },
  { id: "table", title: "Table", hint: "Values at the time cursor, and recorded samples", icon: Table2, several: true, component: panel(async () => (await import("../panels/Table/TablePanel.tsx")).TablePanel), accept: addToTable },
  { id: "runs", title: "Runs", hint: "Simulations over the past and how far they are from what was measured", icon: PlaySquare, several: false, component: panel(async () => (await import("../panels/Runs/RunsPanel.tsx")).RunsPanel) },
  { id: "run-compare", title: "Compare runs", hint: "The runs beside the measured values: settings that differ, and figures", icon: Columns3, several: false, component: panel(async () => (await import("../panels/Runs/CompareRunsPanel.tsx")).CompareRunsPanel) },
  { id: "calibration", title: "Calibration", hint: "Parameters of models fitted to what was measured, and how far to trust them", icon: Crosshair, several: false, component: panel(async () => (await import("../panels/Calibration/CalibrationPanel.tsx")).CalibrationPanel) },
  { id: "study", title: "Study", hint: "One model solved many times: sweeps, chances by Monte Carlo, which value matters most, and best values within limits", icon: ChartScatter, several: false, component: panel(async () => (await import("../panels/Study/StudyPanel.tsx")).StudyPanel) },
  { id: "why", title: "Why", hint: "What every part of a rule comes to on an asset at the time cursor", icon: CircleHelp, several: false, component: panel(async () => (await import("../panels/Why/WhyPanel.tsx")).WhyPanel) },
];

export function findPanel(id: string): PanelDefinition | undefined {
  return panels.find((candidate) => candidate.id === id);
}

/** The strip below the dock area. Undefined: the window has none. */
export const timeline: LazyExoticComponent<ComponentType> | undefined = lazy(async () => ({ default: (await import("../timeline/Timeline.tsx")).Timeline }));
