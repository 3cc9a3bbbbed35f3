/** Everything the palette can go to: assets, signals, texts and commands, each with what choosing it does. */
import { useMemo } from "react";
import { allSignals, assetPath } from "../../../shared/model/signals.ts";
import { openText } from "../../app/openText.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { PaletteEntry } from "./searchPalette.ts";

export interface PaletteAction extends PaletteEntry {
  readonly isCommand: boolean;
  readonly run: () => void;
}

export function usePaletteEntries(): readonly PaletteAction[] {
  const workbench = useWorkbench();
  const { commands, openPanel, report } = useWindow();
  const project = useStore(workbench.project);
  const registered = useStore(commands.all);
  const { selection } = workbench;
  return useMemo(() => {
    const doable = registered.filter((command) => command.id !== "window.palette" && (command.isEnabled?.(workbench) ?? true)).map((command): PaletteAction => ({
      id: `command ${command.id}`, title: command.title, kind: command.category, isCommand: true, ...(command.keys?.[0] !== undefined && { keys: command.keys[0] }),
      run: () => void Promise.resolve(command.run(workbench)).catch(report),
    }));
    const assets = Object.values(project.assets).map((asset): PaletteAction => ({
      id: `asset ${asset.id}`, title: asset.name, kind: project.types[asset.type]?.name ?? "Asset", isCommand: false, ...place(assetPath(project, asset.id)),
      run: () => selection.set({ assets: [asset.id], signals: [], madeIn: "palette" }),
    }));
    const texts = Object.keys(project.texts).map((file): PaletteAction => ({
      id: `text ${file}`, title: file, kind: "Rules and models", isCommand: false,
      run: () => openText(openPanel, file),
    }));
    const signals = allSignals(project).map((signal): PaletteAction => ({
      id: `signal ${signal.id}`, title: signal.name, kind: "Signal", isCommand: false, ...place(signal.path),
      run: () => selection.set({ assets: signal.asset ? [signal.asset.id] : [], signals: [signal.id], madeIn: "palette" }),
    }));
    return [...doable, ...assets, ...texts, ...signals];
  }, [workbench, registered, openPanel, report, project, selection]);
}

/** Where an asset or a signal is, unless it is at the top. */
function place(path: readonly string[]): { detail?: string } {
  return path.length > 1 ? { detail: path.slice(0, -1).join(" › ") } : {};
}
