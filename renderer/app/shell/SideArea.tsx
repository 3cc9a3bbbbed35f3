/** The rail of views at the left edge and what it shows. */
import { Suspense, type DragEvent, type ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup, Tooltip, TooltipTrigger } from "react-aria-components";
import { Splitter } from "../../widgets/layout/Splitter.tsx";
import { PanelBoundary } from "../dock/PanelBoundary.tsx";
import { isOurDrag } from "../dragdrop.ts";
import { useKeptSize } from "../useKeptSize.ts";
import { useStore, type Store } from "../state/Store.ts";
import { sideViews, type SideView, type SideViewId } from "./sideViews.tsx";

export function ActivityRail({ shown }: { readonly shown: Store<SideViewId | undefined> }): ReactNode {
  const current = useStore(shown);
  // What is dragged in one view is often meant for another: a variable of a source for an asset.
  const showDraggedOver = ({ target, dataTransfer }: DragEvent): void => {
    const over = target instanceof Element ? target.closest("[data-view]")?.getAttribute("data-view") : undefined;
    const view = sideViews.find(({ id }) => id === over);
    if (view && isOurDrag(dataTransfer)) shown.set(view.id);
  };
  return (
    <nav className="tb-rail" aria-label="Views" onDragEnter={showDraggedOver}>
      <ToggleButtonGroup
        orientation="vertical"
        selectionMode="single"
        aria-label="Views"
        selectedKeys={current === undefined ? [] : [current]}
        onSelectionChange={(keys) => shown.set(sideViews.find((view) => keys.has(view.id))?.id)}
      >
        {sideViews.map(({ id, title, icon: Icon, digit }) => (
          <TooltipTrigger key={id} delay={400}>
            <ToggleButton id={id} className="tb-rail-button" aria-label={title} data-view={id}><Icon size={18} aria-hidden /></ToggleButton>
            <Tooltip className="tb-tooltip" placement="right" offset={6}>{title}<kbd>Alt+{digit}</kbd></Tooltip>
          </TooltipTrigger>
        ))}
      </ToggleButtonGroup>
    </nav>
  );
}

const BELOW = { minPx: 120, maxPx: 600, startPx: 260 };

/** The chosen view, and below it the one that things are dragged to from there. */
export function SideArea({ view }: { readonly view: SideViewId }): ReactNode {
  const [belowPx, setBelow] = useKeptSize("below", BELOW.startPx);
  const shown = sideViews.find(({ id }) => id === view);
  const below = sideViews.find(({ id }) => id === shown?.below);
  if (!shown) return undefined;
  return (
    <>
      <ViewSlot view={shown} />
      {below && (
        <>
          <Splitter label={`Height of ${below.title}`} orientation="horizontal" sizePx={belowPx} {...BELOW} direction={-1} onSize={setBelow} />
          <ViewSlot view={below} heightPx={belowPx} />
        </>
      )}
    </>
  );
}

function ViewSlot({ view, heightPx }: { readonly view: SideView; readonly heightPx?: number }): ReactNode {
  const View = view.component;
  return (
    <section className={`tb-side${heightPx === undefined ? "" : " below"}`} style={{ height: heightPx }} data-panel={view.id} aria-label={view.title}>
      <PanelBoundary key={view.id} title={view.title}>
        <Suspense>
          <View />
        </Suspense>
      </PanelBoundary>
    </section>
  );
}
