/**
 * The one table of the window: virtual rows, sorted by a click on the head, filtered, multi-select, keyboard as WAI-ARIA's
 * grid pattern says, columns as wide as one likes, copied to a spreadsheet with Ctrl+C, saved as CSV. Cells may draw
 * themselves; what they mean is in `tableRows.ts`.
 */
import { useId, useMemo, useState, type ClipboardEvent, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../overlays/Menu.tsx";
import { clickRow, type RowSelection } from "./rowSelection.ts";
import "./rows.css";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { systemClock } from "../../../shared/time/time.ts";
import { useColumnWidths, withWidths } from "./columnWidths.ts";
import { TableHead } from "./TableHead.tsx";
import { cellText, filterRows, leastWidthPx, sortRows, toCsv, toSpreadsheet, type Column, type Sort } from "./tableRows.ts";
import { isMenuKey } from "./Tree.tsx";
import { useRowKeys } from "./useRowKeys.ts";
import { useVirtualRows } from "./useVirtualRows.ts";

const ROW_PX = 24;

export interface TableColumn<R> extends Column<R> {
  readonly render?: (row: R) => ReactNode;
}

export interface TableProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly rowId: (row: R) => string;
  readonly columns: readonly TableColumn<R>[];
  readonly filter?: string;
  readonly startSort?: Sort;
  readonly selected?: readonly string[];
  readonly onSelect?: (ids: readonly string[]) => void;
  readonly onActivate?: (row: R) => void;
  /** Menu of the selected rows; the clicked one is among them. */
  readonly menu?: (rows: readonly R[]) => readonly MenuEntry[];
  readonly onDragStart?: (rows: readonly R[], transfer: DataTransfer) => void;
  readonly empty: ReactNode;
}

export function Table<R>({ label, rows: given, rowId, columns: described, filter = "", startSort, selected: chosen, onSelect, onActivate, menu, onDragStart, empty }: TableProps<R>): ReactNode {
  const tableId = useId();
  const [widths, setWidth] = useColumnWidths(described);
  const columns = useMemo(() => withWidths(described, widths), [described, widths]);
  const [sort, setSort] = useState(startSort);
  const [own, setOwn] = useState<RowSelection>({ selected: [] });
  const [menuAt, setMenuAt] = useState<MenuPoint>();
  const rows = useMemo(() => sortRows(filterRows(given, columns, filter), columns, sort), [given, columns, filter, sort]);
  const ids = useMemo(() => rows.map(rowId), [rows]);
  const virtual = useVirtualRows(rows.length, ROW_PX, ROW_PX);
  const selected = chosen ?? own.selected;
  const state: RowSelection = { ...own, selected };
  const chosenSet = useMemo(() => new Set(selected), [selected]);

  const apply = (next: RowSelection): void => {
    setOwn(next);
    if (next.selected !== selected) onSelect?.(next.selected);
    if (next.current !== undefined) virtual.reveal(ids.indexOf(next.current));
  };
  const selectedRows = (): readonly R[] => rows.filter((row) => chosenSet.has(rowId(row)));
  const onRowKey = useRowKeys({ ids, labelOf: (id) => labelOf(rows[ids.indexOf(id)], columns), state, rowsPerPage: virtual.rowsPerPage, onChange: apply });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const current = own.current === undefined ? -1 : ids.indexOf(own.current);
    const row = rows[current];
    if (row !== undefined && event.key === "Enter") return onActivate?.(row);
    if (row !== undefined && isMenuKey(event)) {
      event.preventDefault();
      const box = document.getElementById(`${tableId}-${ids[current]}`)?.getBoundingClientRect();
      if (!chosenSet.has(ids[current] ?? "")) apply({ selected: [ids[current] ?? ""], current: ids[current] ?? "", anchor: ids[current] ?? "" });
      return setMenuAt({ x: (box?.left ?? 0) + 40, y: box?.bottom ?? 0 });
    }
    onRowKey(event);
  };
  const onCopy = (event: ClipboardEvent): void => {
    const copied = selectedRows();
    event.clipboardData.setData("text/plain", toSpreadsheet(copied.length > 0 ? copied : rows, columns));
    event.preventDefault();
  };
  const copy = (what: readonly R[]): void => void navigator.clipboard.writeText(toSpreadsheet(what, columns));
  const ownEntries: readonly MenuEntry[] = [
    { id: "copy", label: "Copy for a spreadsheet", keys: "Ctrl+C", run: () => copy(selectedRows()) },
    { id: "copyAll", label: rows.length === 1 ? "Copy the row" : `Copy all ${rows.length} rows`, run: () => copy(rows) },
    { id: "save", label: "Save all rows as CSV", run: () => saveBlob(new Blob([toCsv(rows, columns)], { type: "text/csv" }), exportName(label, systemClock(), "csv")) },
  ];
  if (rows.length === 0) return <div className="tb-rows">{filter !== "" && given.length > 0 ? <p className="tb-no-match">Nothing matches “{filter}”.</p> : empty}</div>;
  return (
    <div
      ref={virtual.scroller}
      className="tb-rows"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-multiselectable
      tabIndex={0}
      style={{ "--columns": columns.map((column) => column.width).join(" "), "--table-min": `${leastWidthPx(columns)}px` } as CSSProperties /* custom properties are no known style names */}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
      {...(own.current !== undefined && { "aria-activedescendant": `${tableId}-${own.current}` })}
    >
      <TableHead columns={columns} sort={sort} onSort={(column) => setSort(nextSort(sort, column))} onWidth={setWidth} />
      <div role="rowgroup" style={{ position: "relative", height: virtual.totalPx }}>
        {rows.slice(virtual.from, virtual.to).map((row, index) => {
          const id = ids[virtual.from + index] ?? "";
          return (
            <div
              key={id}
              id={`${tableId}-${id}`}
              className={`tb-row tb-grid-row${own.current === id ? " current" : ""}`}
              style={{ top: (virtual.from + index) * ROW_PX }}
              role="row"
              aria-rowindex={virtual.from + index + 2}
              aria-selected={chosenSet.has(id)}
              draggable={onDragStart !== undefined}
              onDragStart={(event) => {
                const dragged = chosenSet.has(id) ? selectedRows() : [row];
                onDragStart?.(dragged, event.dataTransfer);
              }}
              onClick={(event) => apply(clickRow(ids, state, id, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey }))}
              onDoubleClick={() => onActivate?.(row)}
              onContextMenu={(event) => {
                event.preventDefault();
                if (!chosenSet.has(id)) apply({ selected: [id], current: id, anchor: id });
                setMenuAt({ x: event.clientX, y: event.clientY });
              }}
            >
              {columns.map((column) => (
                <div key={column.id} className={`tb-cell${column.isNumeric ? " end" : ""}`} role="gridcell">
                  {column.render ? column.render(row) : <span className="text" title={cellText(column, row)}>{cellText(column, row)}</span>}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {menuAt && <ContextMenu label={label} at={menuAt} entries={[...(menu?.(selectedRows()) ?? []), ...ownEntries]} onClose={() => setMenuAt(undefined)} />}
    </div>
  );
}

function nextSort(sort: Sort | undefined, column: string): Sort | undefined {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}

function labelOf<R>(row: R | undefined, columns: readonly Column<R>[]): string {
  const [first] = columns;
  return row === undefined || !first ? "" : cellText(first, row);
}
