/**
 * What the pointer means over anything with a time axis: drag to choose a stretch, Shift or the middle button to pan, wheel
 * to zoom, click to seek, double click to reset. Reports in pixels of the element; what they mean in time is the caller's.
 */

export interface GestureHandlers {
  /** While dragging, and with `done` at the end; a cancelled drag ends with equal edges. */
  readonly onSelect?: (fromPx: number, toPx: number, done: boolean) => void;
  /** A move of the ground under the pointer since the last call. */
  readonly onPan?: (deltaPx: number) => void;
  readonly onClick?: (px: number) => void;
  readonly onDoubleClick?: () => void;
  /** Undefined when the pointer leaves. */
  readonly onHover?: (px: number | undefined) => void;
  /** Factor above 1 shows more. */
  readonly onZoom?: (px: number, factor: number) => void;
  /** The primary drag seeks instead of choosing a stretch. */
  readonly onScrub?: (px: number) => void;
}

/** A press that moves less than this is a click. */
const CLICK_PX = 4;
/** One notch of a usual wheel (100 px of scroll) shows a quarter more or less. */
const WHEEL_PER_PX = Math.log(1.25) / 100;

type Drag = { readonly kind: "select" | "pan" | "scrub"; readonly startPx: number; lastPx: number; moved: boolean; readonly pointer: number };

/** Listens until the returned function is called. `insetPx` is where the time axis begins inside the element. */
export function attachGestures(element: HTMLElement, handlers: GestureHandlers, insetPx: () => number = () => 0): () => void {
  let drag: Drag | undefined;
  const listening = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, passive = true): void =>
    element.addEventListener(type, listener, { signal: listening.signal, passive });
  const pxOf = (event: MouseEvent): number => event.clientX - element.getBoundingClientRect().left - insetPx();

  on("pointerdown", (event) => {
    if (drag || (event.button !== 0 && event.button !== 1)) return;
    const pan = event.button === 1 || event.shiftKey;
    const px = pxOf(event);
    drag = { kind: pan ? "pan" : handlers.onScrub ? "scrub" : "select", startPx: px, lastPx: px, moved: false, pointer: event.pointerId };
    element.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault();
    if (drag.kind === "scrub") handlers.onScrub?.(px);
  }, false);
  on("pointermove", (event) => {
    const px = pxOf(event);
    if (!drag) return handlers.onHover?.(px);
    if (Math.abs(px - drag.startPx) >= CLICK_PX) drag.moved = true;
    if (drag.kind === "scrub") handlers.onScrub?.(px);
    if (!drag.moved) return;
    if (drag.kind === "pan") handlers.onPan?.(px - drag.lastPx);
    if (drag.kind === "select") handlers.onSelect?.(Math.min(drag.startPx, px), Math.max(drag.startPx, px), false);
    drag.lastPx = px;
  });
  const end = (event: PointerEvent, cancelled: boolean): void => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { kind, startPx, moved } = drag;
    const px = pxOf(event);
    drag = undefined;
    if (kind === "select" && moved) handlers.onSelect?.(cancelled ? px : Math.min(startPx, px), cancelled ? px : Math.max(startPx, px), true);
    else if (!moved && !cancelled && kind === "select") handlers.onClick?.(px);
  };
  on("pointerup", (event) => end(event, false));
  on("pointercancel", (event) => end(event, true));
  on("pointerleave", () => handlers.onHover?.(undefined));
  on("dblclick", () => handlers.onDoubleClick?.());
  on("wheel", (event) => {
    if (!handlers.onZoom) return;
    event.preventDefault();
    const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 33;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) handlers.onPan?.(-(event.deltaX || event.deltaY));
    else handlers.onZoom(pxOf(event), Math.exp(pixels * WHEEL_PER_PX));
  }, false);
  return () => listening.abort();
}
