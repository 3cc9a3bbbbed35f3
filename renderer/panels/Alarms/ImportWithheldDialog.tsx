/** Puts a list of shelvings and of what is out of service in force: first says what is wrong with which row, then takes the good ones. */
import { useState, type ReactNode } from "react";
import type { WithholdingsImport } from "../../../shared/contract/alarms.ts";
import { WITHHOLDING_COLUMNS, type RowProblem } from "../../../shared/alarms/withholdingsCsv.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { FileButton } from "../../widgets/controls/FileButton.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";

const WIDTH_PX = 720;

const columns: readonly TableColumn<RowProblem>[] = [
  { id: "line", label: "Line", width: "56px", isNumeric: true, value: ({ line }) => line },
  { id: "reason", label: "What is wrong", width: "minmax(200px, 2fr)", value: ({ reason }) => reason },
  { id: "text", label: "As it stands", width: "minmax(120px, 1fr)", value: ({ text }) => text },
];

interface Looked extends WithholdingsImport {
  readonly name: string;
  readonly csv: string;
}

export function ImportWithheldDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { engine } = useWorkbench();
  const { say } = useWindow();
  const [looked, setLooked] = useState<Looked>();
  const [error, setError] = useState<unknown>();
  const look = ({ name, text }: { readonly name: string; readonly text: string }): void => {
    setError(undefined);
    engine.alarms.importWithholdings({ csv: text, apply: false }).then((found) => setLooked({ ...found, name, csv: text }), setError);
  };
  const apply = async (): Promise<void> => {
    if (!looked) return;
    try {
      const { rows, problems } = await engine.alarms.importWithholdings({ csv: looked.csv, apply: true });
      say(`${rows} ${rows === 1 ? "row" : "rows"} of ${looked.name} put in force${problems.length > 0 ? `, ${problems.length} left out` : ""}.`);
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const rows = looked?.rows ?? 0;
  return (
    <Dialog
      title="Import shelved and out of service"
      widthPx={WIDTH_PX}
      onClose={onClose}
      onSubmit={() => void apply()}
      buttons={<><Button onPress={onClose}>Cancel</Button><Button look="primary" type="submit" isDisabled={rows === 0}>{rows === 1 ? "Import 1 row" : `Import ${rows} rows`}</Button></>}
    >
      <p>A CSV file with a first line of {WITHHOLDING_COLUMNS.join(", ")}; what, asset and reason must be there. Each row is put in force in your name.</p>
      <FileButton accepts={[".csv", "text/csv"]} onFile={look} onError={setError}>Choose a file …</FileButton>
      <ErrorText error={error} />
      {looked && (
        <>
          <p>{looked.name}: {rows} good {rows === 1 ? "row" : "rows"}, {looked.problems.length === 0 ? "nothing is wrong" : `${looked.problems.length} that cannot be taken`}.</p>
          {looked.problems.length > 0 && <div className="tb-alarm-events"><Table label="Rows that cannot be taken" rows={looked.problems} rowId={({ line }) => String(line)} columns={columns} empty={<EmptyState title="Nothing is wrong" />} /></div>}
        </>
      )}
    </Dialog>
  );
}
