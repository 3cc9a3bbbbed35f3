/** The first rows of a file under its columns, each of which can be left out, renamed, retyped or given a unit. */
import { useEffect, useState, type ReactNode } from "react";
import type { FilePreview, ReadOptions } from "../../../shared/contract/files.ts";
import { plural } from "../../../shared/plural.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatCount } from "../../app/formatSize.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, FlagField, TextField } from "../../widgets/controls/fields.tsx";
import { withColumn } from "./importFields.ts";
import { RejectionTable } from "./RejectionTable.tsx";

/** Options change while one types; one question after a pause. */
const ASK_AFTER_MS = 250;
const COLUMNS_SHOWN = 60;
const KINDS = [{ value: "number", label: "number" }, { value: "boolean", label: "boolean" }, { value: "text", label: "text" }] as const;

export interface ImportPreviewProps {
  readonly path: string;
  readonly options: ReadOptions;
  readonly onOptions: (options: ReadOptions) => void;
}

export function ImportPreview({ path, options, onOptions }: ImportPreviewProps): ReactNode {
  const { engine } = useWorkbench();
  const [preview, setPreview] = useState<FilePreview>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const life = new AbortController();
    const timer = setTimeout(() => {
      engine.files.preview({ path, options }, { signal: life.signal }).then(
        (found) => {
          setPreview(found);
          setError(undefined);
        },
        (thrown: unknown) => !life.signal.aborted && setError(thrown),
      );
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [engine, path, options]);
  const columns = options.columns.slice(0, COLUMNS_SHOWN);
  const taken = options.columns.filter((column) => column.import).length;
  return (
    <>
      <ErrorText error={error} />
      <div className="tb-preview">
        <table>
          <thead>
            <tr>
              <th className="time">Time as understood</th>
              {columns.map((column) => (
                <th key={column.index} className={column.import ? "" : "left-out"}>
                  {column.index === options.timeColumn ? (
                    <span className="is-time">{column.name} <span>time</span></span>
                  ) : (
                    <>
                      <span className="name">
                        <FlagField label={`Import ${column.name}`} hideLabel value={column.import} onChange={(isTaken) => onOptions(withColumn(options, column.index, { import: isTaken }))} />
                        <TextField label="Name" hideLabel value={column.name} onChange={(name) => onOptions(withColumn(options, column.index, { name }))} />
                      </span>
                      <span className="kind">
                        <ChoiceField label={`Kind of ${column.name}`} hideLabel value={column.dataType} choices={KINDS} onChange={(kind) => onOptions(withColumn(options, column.index, { dataType: KINDS.find(({ value }) => value === kind)?.value ?? "number" }))} />
                        {column.dataType === "number" && <TextField label={`Unit of ${column.name}`} hideLabel placeholder="unit" value={column.unit ?? ""} onChange={(unit) => onOptions(withUnit(options, column.index, unit))} />}
                      </span>
                      {column.unit !== undefined && displayUnit(column.unit) !== column.unit && <span className="shown-unit">{displayUnit(column.unit)}</span>}
                    </>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview?.rows.map((row, at) => (
              <tr key={at}>
                <td className="time tb-num">{preview.times[at]}</td>
                {columns.map((column) => <td key={column.index} className={`tb-num${column.import ? "" : " left-out"}`}>{row[column.index]}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        {taken} of {options.columns.length} {plural(options.columns.length, "column")}{preview ? `, about ${formatCount(preview.estimatedRows)} ${plural(preview.estimatedRows, "row")}` : ""}.
        {options.columns.length > COLUMNS_SHOWN ? ` The first ${COLUMNS_SHOWN} columns are shown; all that are chosen are imported.` : ""}
      </p>
      {preview && preview.problems.length > 0 && <RejectionTable title="Not readable in these rows" rejections={preview.problems} />}
    </>
  );
}

function withUnit(options: ReadOptions, index: number, unit: string): ReadOptions {
  if (unit !== "") return withColumn(options, index, { unit });
  return { ...options, columns: options.columns.map((column) => {
    if (column.index !== index) return column;
    const { unit: _none, ...rest } = column;
    return rest;
  }) };
}
