/** Mounts a chart's view into the window and keeps its size, theme and keys; everything else is the coordinator's. */
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { useZone } from "../../app/state/zone.ts";
import { readColors, watchTheme } from "../../charts/chartColors.ts";
import { ChartStack } from "../../charts/ChartStack.ts";
import "../../charts/charts.css";
import type { MarkName } from "../../charts/MarkLines.ts";
import { timeKey } from "../../charts/timeKeys.ts";
import type { TimeActions } from "../../charts/timeActions.ts";
import type { MenuPoint } from "../../widgets/overlays/Menu.tsx";
import type { TrendCoordinator } from "./TrendCoordinator.ts";

export interface TrendChartProps {
  readonly coordinator: TrendCoordinator;
  readonly actions: TimeActions;
  readonly label: string;
  readonly onMark: (name: MarkName, tUs: number) => void;
  /** A menu is asked for at a point of the window; without an instant by the keyboard. */
  readonly onMenu: (at: MenuPoint, tUs: number | undefined) => void;
  readonly onStack: (stack: ChartStack | undefined) => void;
}

export function TrendChart({ coordinator, actions, label, onMark, onMenu, onStack }: TrendChartProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const shown = useRef<ChartStack>(undefined);
  const zone = useZone();
  const move = useRef(onMark);
  move.current = onMark;
  useEffect(() => coordinator.setZone(zone), [coordinator, zone]);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const stack = new ChartStack(element, {
      onSelect: actions.zoomTo, onPan: actions.pan, onSeek: actions.seek, onReset: actions.reset, onZoom: actions.zoom,
      onHover: (tUs) => coordinator.hoverUs.set(tUs), onMark: (name, tUs) => move.current(name, tUs),
    }, readColors(element));
    const size = new ResizeObserver(() => {
      stack.resize(element.clientWidth, element.clientHeight);
      coordinator.resized();
    });
    size.observe(element);
    stack.resize(element.clientWidth, element.clientHeight);
    coordinator.attach(stack, readColors(element));
    onStack(stack);
    shown.current = stack;
    const endTheme = watchTheme(() => {
      stack.setColors(readColors(element));
      coordinator.setColors(readColors(element));
    });
    return () => {
      size.disconnect();
      endTheme();
      coordinator.detach();
      stack.dispose();
      onStack(undefined);
      shown.current = undefined;
    };
  }, [coordinator, actions, onStack]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = timeKey(event, actions);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const onContextMenu = (event: MouseEvent<HTMLDivElement>): void => {
    event.preventDefault();
    // The menu key gives no place, so the menu opens at the plot's corner.
    const isPointed = event.button === 2;
    const box = event.currentTarget.getBoundingClientRect();
    onMenu(isPointed ? { x: event.clientX, y: event.clientY } : { x: box.left + 40, y: box.top + 20 }, isPointed ? shown.current?.timeUnder(event.clientX) : undefined);
  };
  return <div ref={host} className="trend-chart" role="application" aria-roledescription="plot" aria-label={label} tabIndex={0} onKeyDown={onKeyDown} onContextMenu={onContextMenu} />;
}
