/** A table's head: sorts by a click, sizes columns by dragging their right edge or with Shift and the arrow keys. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import type { Column, Sort } from "./tableRows.ts";

const KEY_STEP_PX = 16;

export interface TableHeadProps<R> {
  readonly columns: readonly Column<R>[];
  readonly sort: Sort | undefined;
  readonly onSort: (column: string) => void;
  /** Undefined gives the column its own width back. */
  readonly onWidth: (column: string, widthPx: number | undefined) => void;
}

export function TableHead<R>({ columns, sort, onSort, onWidth }: TableHeadProps<R>): ReactNode {
  const cells = useRef(new Map<string, HTMLElement>());
  const drag = useRef<{ readonly fromPx: number; readonly widthPx: number }>(undefined);
  const widthOf = (column: string): number => cells.current.get(column)?.offsetWidth ?? 0;
  const onKeyDown = (column: string) => (event: KeyboardEvent): void => {
    const step = event.shiftKey ? { ArrowLeft: -KEY_STEP_PX, ArrowRight: KEY_STEP_PX }[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(column, widthOf(column) + step);
  };
  const onPointerDown = (column: string) => (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromPx: event.clientX, widthPx: widthOf(column) };
  };
  const onPointerMove = (column: string) => (event: PointerEvent): void => {
    if (drag.current) onWidth(column, drag.current.widthPx + event.clientX - drag.current.fromPx);
  };
  const endDrag = (): void => {
    drag.current = undefined;
  };
  return (
    <div className="tb-grid-head" role="row" aria-rowindex={1}>
      {columns.map(({ id, label, isNumeric }) => (
        <div
          key={id}
          ref={(cell) => void (cell ? cells.current.set(id, cell) : cells.current.delete(id))}
          className={`tb-cell${isNumeric ? " end" : ""}`}
          role="columnheader"
          aria-sort={sort?.column !== id ? "none" : sort.descending ? "descending" : "ascending"}
        >
          <button type="button" className="tb-sort" aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight" title={`${label}: click to sort, Shift+← and Shift+→ for its width`} onClick={() => onSort(id)} onKeyDown={onKeyDown(id)}>
            <span className="text">{label}</span>
            {sort?.column === id && (sort.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
          </button>
          {/* The pointer's way only; the keys are the button's. */}
          <div className="grip" aria-hidden title="Drag for the width, double click for its own width" onPointerDown={onPointerDown(id)} onPointerMove={onPointerMove(id)} onPointerUp={endDrag} onPointerCancel={endDrag} onDoubleClick={() => onWidth(id, undefined)} />
        </div>
      ))}
    </div>
  );
}
