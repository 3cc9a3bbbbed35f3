/** The docked panels: any split, any tab. Each panel stands behind its own error boundary and loads when first shown. */
import { I18nLabel, I18nLabelDefaults, Layout, type TabNode } from "flexlayout-react";
import { Plus } from "lucide-react";
import { memo, Suspense, useMemo, type ReactNode } from "react";
import { MenuButton } from "../../widgets/overlays/Menu.tsx";
import { WidthKeeperContext } from "../../widgets/rows/columnWidths.ts";
import { findPanel, panels } from "../panels.tsx";
import { useStore } from "../state/Store.ts";
import "./dock.css";
import type { DockController } from "./DockController.ts";
import { PanelBoundary } from "./PanelBoundary.tsx";

/** The library's words for what we call panels. */
const WORDS: ReadonlyMap<string, string> = new Map([
  [I18nLabel.Maximize, "Enlarge these panels"],
  [I18nLabel.Restore, "Back to size"],
  [I18nLabel.Active_Tabset, "In use"],
  [I18nLabel.Move_Tabset, "Move these panels"],
  [I18nLabel.Overflow_Menu_Tooltip, "Panels that have no room"],
]);

interface DockedPanelProps {
  readonly dock: DockController;
  readonly tabId: string;
  readonly panelId: string;
}

const DockedPanel = memo(function DockedPanel({ dock, tabId, panelId }: DockedPanelProps): ReactNode {
  const panel = findPanel(panelId);
  const config = useStore(dock.configOf(tabId));
  const actions = useMemo(() => ({ setConfig: (next: unknown) => dock.setConfig(tabId, next), setTitle: (title: string) => dock.setTitle(tabId, title) }), [dock, tabId]);
  const widths = useMemo(() => dock.widthsOf(tabId), [dock, tabId]);
  if (!panel) return undefined;
  const Panel = panel.component;
  return (
    <div className="tb-docked" data-panel={panelId}>
      <PanelBoundary title={panel.title}>
        <Suspense fallback={<p className="tb-docked-loading">Opening {panel.title} …</p>}>
          <WidthKeeperContext value={widths}><Panel id={tabId} config={config} {...actions} /></WidthKeeperContext>
        </Suspense>
      </PanelBoundary>
    </div>
  );
});

export function DockArea({ dock }: { readonly dock: DockController }): ReactNode {
  const model = useStore(dock.model);
  const factory = (node: TabNode): ReactNode => <DockedPanel dock={dock} tabId={node.getId()} panelId={node.getComponent() ?? ""} />;
  const entries = panels.map((panel) => ({ id: panel.id, label: panel.title, hint: panel.hint, icon: panel.icon, run: () => dock.open(panel.id, panel.several ? { key: crypto.randomUUID() } : {}) }));
  return (
    <div className="tb-dock">
      <Layout
        model={model}
        factory={factory}
        onModelChange={dock.onChange}
        supportsPopout={false}
        i18nTranslator={(key) => WORDS.get(key) ?? I18nLabelDefaults[key] ?? key}
        onRenderTab={(node, values) => {
          const Icon = findPanel(node.getComponent() ?? "")?.icon;
          if (Icon) values.leading = <Icon size={13} aria-hidden />;
        }}
        onRenderTabSet={(_node, values) => {
          values.stickyButtons.push(
            <MenuButton key="add" label="Open a panel here" entries={entries} className="tb-dock-add">
              <Plus size={13} aria-hidden />
            </MenuButton>,
          );
        }}
        onTabSetPlaceHolder={() => <p className="tb-docked-loading">Nothing is open here. Choose a panel with + or press Ctrl+K.</p>}
      />
    </div>
  );
}
