/** What could not be read: row, column, the text as it stands, and why. */
import type { ReactNode } from "react";
import type { Rejection } from "../../../shared/contract/files.ts";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { Table } from "../../widgets/rows/Table.tsx";

export function RejectionTable({ title, rejections }: { readonly title: string; readonly rejections: readonly Rejection[] }): ReactNode {
  return (
    <div className="tb-rejections">
      <ViewHead title={title} level={3} />
      <Table
        label={title}
        rows={rejections}
        rowId={(rejection) => `${rejection.row} ${rejection.column ?? ""} ${rejection.reason}`}
        columns={[
          { id: "row", label: "Row", width: "80px", isNumeric: true, value: (rejection) => rejection.row },
          { id: "column", label: "Column", width: "minmax(100px, 0.6fr)", value: (rejection) => rejection.column },
          { id: "text", label: "Text", width: "minmax(100px, 0.8fr)", value: (rejection) => rejection.text },
          { id: "reason", label: "Why", width: "minmax(160px, 1.4fr)", value: (rejection) => rejection.reason },
        ]}
        empty={undefined}
      />
    </div>
  );
}
