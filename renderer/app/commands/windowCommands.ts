/** The commands of the window itself: undo, time, looks, layouts and opening panels. Panels add their own. */
import { nativeShell } from "../connection/nativeShell.ts";
import { projectMoves } from "../shell/projectDialogs.tsx";
import type { DockController } from "../dock/DockController.ts";
import { panels } from "../panels.tsx";
import type { SideViewId } from "../shell/sideViews.tsx";
import { sideViews } from "../shell/sideViews.tsx";
import type { Command } from "../state/commands.ts";
import type { Store } from "../state/Store.ts";
import { PLAY_SPEEDS } from "../state/TimeCursor.ts";
import type { WindowServices } from "../state/WindowServices.ts";

export interface WindowCommandParts {
  readonly services: WindowServices;
  readonly dock: DockController;
  readonly sideView: Store<SideViewId | undefined>;
  readonly openPalette: () => void;
  readonly openLayouts: () => void;
  readonly openSettings: () => void;
  readonly openOperator: () => void;
  readonly openImport: () => void;
}

export function windowCommands({ services, dock, sideView, openPalette, openLayouts, openSettings, openOperator, openImport }: WindowCommandParts): Command[] {
  const { theme, utc } = services.preferences;
  return [
    { id: "window.palette", title: "Search assets, signals, rules and commands", category: "Go", keys: ["Ctrl+K", "Ctrl+P"], beforeFields: true, run: openPalette },
    {
      id: "edit.undo", title: "Undo", category: "Edit", keys: ["Ctrl+Z"], isEnabled: ({ info }) => info.value?.undo !== undefined,
      run: async ({ engine }) => {
        const { label } = await engine.project.undo({});
        if (label !== undefined) services.say(`Undone: ${label}`);
      },
    },
    {
      id: "edit.redo", title: "Redo", category: "Edit", keys: ["Ctrl+Y", "Ctrl+Shift+Z"], isEnabled: ({ info }) => info.value?.redo !== undefined,
      run: async ({ engine }) => {
        const { label } = await engine.project.redo({});
        if (label !== undefined) services.say(`Done again: ${label}`);
      },
    },
    // Electron's menu has these itself.
    ...(nativeShell() === undefined ? [
      { id: "project.new", title: "New project …", category: "Project", run: () => projectMoves(services).create() },
      { id: "project.open", title: "Open project …", category: "Project", run: () => projectMoves(services).choose() },
    ] : []),
    { id: "files.import", title: "Import a file …", category: "Project", keys: ["Ctrl+I", "Alt+I"], run: openImport },
    { id: "project.settings", title: "Project name and time zone …", category: "Project", run: openSettings },
    { id: "project.operator", title: "Operator name …", category: "Project", run: openOperator },
    { id: "time.live", title: "Go live", category: "Time", keys: ["Ctrl+Shift+L"], isEnabled: ({ cursor }) => cursor.value.mode !== "live", run: ({ cursor }) => cursor.goLive() },
    { id: "time.pause", title: "Pause at this instant", category: "Time", isEnabled: ({ cursor }) => cursor.value.mode !== "paused", run: ({ cursor }) => cursor.pause() },
    ...PLAY_SPEEDS.map((speed): Command => ({ id: `time.play${speed}`, title: `Play the past at ${speed}×`, category: "Time", isEnabled: ({ cursor }) => cursor.value.mode !== "live", run: ({ cursor }) => cursor.play(speed) })),
    { id: "time.utc", title: "Times in UTC or in the project's zone", category: "Time", run: () => utc.update((value) => !value) },
    { id: "view.theme", title: "Dark or light theme", category: "View", run: () => theme.update((value) => (value === "dark" ? "light" : "dark")) },
    { id: "view.layouts", title: "Layouts …", category: "View", run: openLayouts },
    { id: "view.startingLayout", title: "Layout as at the first start", category: "View", run: () => dock.showStarting() },
    ...sideViews.map((view): Command => ({ id: `view.${view.id}`, title: `Show ${view.title}`, category: "View", keys: [`Alt+${view.digit}`], run: () => sideView.set(view.id) })),
    { id: "view.hideSide", title: "Hide or show the side tree", category: "View", keys: ["Ctrl+B"], run: () => sideView.update((view) => (view === undefined ? "assets" : undefined)) },
    ...panels.map((panel): Command => ({ id: `panel.${panel.id}`, title: `Open ${panel.title}`, category: "Panel", run: () => dock.open(panel.id) })),
  ];
}
