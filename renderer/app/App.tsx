/** The window's layout: title, rail and side view, dock, inspector, timeline, status. Sizes are kept by the browser profile. */
import { Suspense, type ReactNode } from "react";
import { FileDrop } from "../panels/Import/FileDrop.tsx";
import { InspectorPanel } from "../panels/Inspector/InspectorPanel.tsx";
import { Splitter } from "../widgets/layout/Splitter.tsx";
import "./app.css";
import { DockArea } from "./dock/DockArea.tsx";
import type { DockController } from "./dock/DockController.ts";
import { PanelBoundary } from "./dock/PanelBoundary.tsx";
import { timeline as Timeline } from "./panels.tsx";
import { AlarmAnnouncer } from "./shell/AlarmAnnouncer.tsx";
import { ConnectionBanner } from "./shell/ConnectionBanner.tsx";
import { DialogHost, type DialogStack } from "./shell/DialogHost.tsx";
import { ActivityRail, SideArea } from "./shell/SideArea.tsx";
import type { SideViewId } from "./shell/sideViews.tsx";
import { StatusBar } from "./shell/StatusBar.tsx";
import { TitleBar } from "./shell/TitleBar.tsx";
import { Toasts } from "./shell/Toasts.tsx";
import { useStore, type Store } from "./state/Store.ts";
import { useKeptSize } from "./useKeptSize.ts";

export interface AppProps {
  readonly dock: DockController;
  readonly dialogs: DialogStack;
  readonly sideView: Store<SideViewId | undefined>;
  readonly onPalette: () => void;
  readonly onOperator: () => void;
  readonly onRetry: () => void;
}

const SIDE = { minPx: 180, maxPx: 520, startPx: 272 };
const INSPECTOR = { minPx: 200, maxPx: 480, startPx: 264 };

export function App({ dock, dialogs, sideView, onPalette, onOperator, onRetry }: AppProps): ReactNode {
  const view = useStore(sideView);
  const [sidePx, setSide] = useKeptSize("side", SIDE.startPx);
  const [inspectorPx, setInspector] = useKeptSize("inspector", INSPECTOR.startPx);
  return (
    <div className="tb-window">
      <TitleBar onPalette={onPalette} />
      <ConnectionBanner onRetry={onRetry} />
      <main className="tb-main">
        <ActivityRail shown={sideView} />
        {view !== undefined && (
          <>
            <div className="tb-side-slot" style={{ width: sidePx }}><SideArea view={view} /></div>
            <Splitter label="Width of the side tree" orientation="vertical" sizePx={sidePx} {...SIDE} direction={1} onSize={setSide} />
          </>
        )}
        <DockArea dock={dock} />
        <Splitter label="Width of the inspector" orientation="vertical" sizePx={inspectorPx} {...INSPECTOR} direction={-1} onSize={setInspector} />
        <aside className="tb-inspector" style={{ width: inspectorPx }} data-panel="inspector" aria-label="Inspector">
          <PanelBoundary title="Inspector"><InspectorPanel /></PanelBoundary>
        </aside>
        <Toasts />
      </main>
      {Timeline && (
        <div className="tb-timeline-slot" data-panel="timeline">
          <PanelBoundary title="Timeline"><Suspense><Timeline /></Suspense></PanelBoundary>
        </div>
      )}
      <StatusBar onOperator={onOperator} onSources={() => sideView.set("sources")} />
      <AlarmAnnouncer />
      <FileDrop />
      <DialogHost dialogs={dialogs} />
    </div>
  );
}
