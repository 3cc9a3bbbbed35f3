/** Which rows of a long list are drawn: those in view and a few around. Rows have one fixed height. */
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Rows drawn beyond the edges, so that a fast scroll shows no blanks. */
const OVERSCAN_ROWS = 8;

export interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly from: number;
  /** One past the last drawn row. */
  readonly to: number;
  readonly totalPx: number;
  readonly rowsPerPage: number;
  readonly reveal: (index: number) => void;
}

/** `headPx` is what stands above the rows inside the scroller. */
export function useVirtualRows(count: number, rowPx: number, headPx = 0): VirtualRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ topPx: 0, heightPx: 600 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const read = (): void => setView({ topPx: element.scrollTop, heightPx: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, []);
  const first = Math.floor(view.topPx / rowPx);
  const inView = Math.ceil(view.heightPx / rowPx);
  const reveal = (index: number): void => {
    const element = scroller.current;
    if (!element) return;
    const topPx = index * rowPx;
    const roomPx = element.clientHeight - headPx;
    if (topPx < element.scrollTop) element.scrollTop = topPx;
    else if (topPx + rowPx > element.scrollTop + roomPx) element.scrollTop = topPx + rowPx - roomPx;
  };
  return {
    scroller,
    from: Math.max(0, first - OVERSCAN_ROWS),
    to: Math.min(count, first + inView + OVERSCAN_ROWS),
    totalPx: count * rowPx,
    rowsPerPage: Math.max(1, Math.floor((view.heightPx - headPx) / rowPx) - 1),
    reveal,
  };
}
