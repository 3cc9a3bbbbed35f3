/** Widths that a person gave columns: px by column id. Docked panels keep them with the layout; elsewhere they last as long as the table. */
import { createContext, useContext, useState } from "react";
import type { Column } from "./tableRows.ts";

export type ColumnWidths = Readonly<Record<string, number>>;

export const LEAST_COLUMN_PX = 40;
export const MOST_COLUMN_PX = 1_200;

/** Where widths are kept, by table: the ids of its columns tell one kind of table from another. */
export interface WidthKeeper {
  read(table: string): ColumnWidths;
  write(table: string, widths: ColumnWidths): void;
}

export const WidthKeeperContext = createContext<WidthKeeper | undefined>(undefined);

/** The widths of a table with these columns, and how to change one; undefined gives the column its own width back. */
export function useColumnWidths(columns: readonly { readonly id: string }[]): readonly [ColumnWidths, (column: string, widthPx: number | undefined) => void] {
  const keeper = useContext(WidthKeeperContext);
  const table = columns.map(({ id }) => id).join(" ");
  const [widths, setWidths] = useState(() => keeper?.read(table) ?? {});
  const setWidth = (column: string, widthPx: number | undefined): void => {
    const { [column]: _before, ...others } = widths;
    const next = widthPx === undefined ? others : { ...others, [column]: Math.round(Math.min(MOST_COLUMN_PX, Math.max(LEAST_COLUMN_PX, widthPx))) };
    setWidths(next);
    keeper?.write(table, next);
  };
  return [widths, setWidth];
}

/** The columns with the widths they were given. */
export function withWidths<C extends Pick<Column<never>, "id" | "width">>(columns: readonly C[], widths: ColumnWidths): readonly C[] {
  return columns.map((column) => (widths[column.id] === undefined ? column : { ...column, width: `${widths[column.id]}px` }));
}
