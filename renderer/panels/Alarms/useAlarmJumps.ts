/** Menu entries that lead from an alarm to where it comes from: its asset everywhere, its rule in its text, its asset's signals. */
import { useCallback } from "react";
import { openText } from "../../app/openText.ts";
import { fileOfRule } from "../../app/rulePlace.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";

/** Entries for what is named: without an asset the rule's only. */
export function useAlarmJumps(): (of: { readonly assetId?: string; readonly rule?: string }) => readonly MenuEntry[] {
  const { project, selection } = useWorkbench();
  const { give, openPanel } = useWindow();
  return useCallback(({ assetId, rule }) => {
    const file = rule === undefined ? undefined : fileOfRule(project.value, rule);
    const openRule = { id: "rule", label: "Open its rule", isDisabled: file === undefined, run: () => file !== undefined && openText(openPanel, file, rule) };
    if (assetId === undefined) return [openRule];
    return [
      { id: "asset", label: "Select its asset", isDisabled: project.value.assets[assetId] === undefined, run: () => selection.set({ assets: [assetId], signals: [], madeIn: "alarms" }) },
      openRule,
      { id: "plot", label: "Plot its asset's signals", run: () => give("trend", { kind: "asset", ids: [assetId] }) },
    ];
  }, [project, selection, give, openPanel]);
}
