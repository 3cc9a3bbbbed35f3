/** Menu entries that lead from an alarm to where it comes from: its asset everywhere, its rule's text, its asset's signals. */
import { useCallback } from "react";
import { openText } from "../../app/openText.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { fileOfRule } from "./alarmView.ts";

export function useAlarmJumps(): (of: { readonly assetId: string; readonly rule?: string }) => readonly MenuEntry[] {
  const { project, selection } = useWorkbench();
  const { give, openPanel } = useWindow();
  return useCallback(({ assetId, rule }) => {
    const file = rule === undefined ? undefined : fileOfRule(project.value, rule);
    return [
      { id: "asset", label: "Select its asset", isDisabled: project.value.assets[assetId] === undefined, run: () => selection.set({ assets: [assetId], signals: [], madeIn: "alarms" }) },
      { id: "rule", label: "Open its rule", isDisabled: file === undefined, run: () => file !== undefined && openText(openPanel, file) },
      { id: "plot", label: "Plot its asset's signals", run: () => give("trend", { kind: "asset", ids: [assetId] }) },
    ];
  }, [project, selection, give, openPanel]);
}
