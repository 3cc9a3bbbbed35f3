/** How a file is read, all of it changeable, above a preview of its first rows as they are then understood. */
import type { ReactNode } from "react";
import type { FileGuess, ImportTarget, ReadOptions } from "../../../shared/contract/files.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { ChoiceField, FlagField, NumberField, TextField } from "../../widgets/controls/fields.tsx";
import { DELIMITERS, encodingChoices, NO_TIME_COLUMN, TIME_FORMATS, timeColumnChoices, withTimeColumn } from "./importFields.ts";
import { ImportPreview } from "./ImportPreview.tsx";

export interface ImportOptionsProps {
  readonly path: string;
  readonly guess: FileGuess;
  readonly options: ReadOptions;
  readonly onOptions: (options: ReadOptions) => void;
  readonly target: ImportTarget;
  readonly onTarget: (target: ImportTarget) => void;
}

const US_PER_SECOND = 1_000_000;

export function ImportOptions({ path, guess, options, onOptions, target, onTarget }: ImportOptionsProps): ReactNode {
  const { cursor } = useWorkbench();
  const set = (part: Partial<ReadOptions>): void => onOptions({ ...options, ...part });
  const isText = options.format === "csv";
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return (
    <>
      {guess.notes.length > 0 && <ul className="tb-notes" aria-label="How the file was understood">{guess.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <div className="tb-import-options">
        {isText && (
          <>
            <ChoiceField label="Separated by" value={options.delimiter} choices={DELIMITERS} onChange={(delimiter) => set({ delimiter })} />
            <ChoiceField label="Decimal sign" value={options.decimal} choices={[{ value: ".", label: "point: 1.5" }, { value: ",", label: "comma: 1,5" }]} onChange={(decimal) => set({ decimal: decimal === "," ? "," : "." })} />
            <ChoiceField label="Encoding" value={options.encoding} choices={encodingChoices(options.encoding)} onChange={(encoding) => set({ encoding })} />
            <NumberField label="Lines before the table" value={options.skipLines} onChange={(lines) => set({ skipLines: Math.max(0, Math.round(lines ?? 0)) })} />
          </>
        )}
        <ChoiceField label="Time column" value={options.timeColumn === undefined ? NO_TIME_COLUMN : String(options.timeColumn)} choices={timeColumnChoices(options)} onChange={(choice) => onOptions(withTimeColumn(options, choice, cursor.nowUs))} />
        {options.timeColumn !== undefined ? (
          <ChoiceField label="Times are written as" value={options.timeFormat} choices={TIME_FORMATS} onChange={(format) => set({ timeFormat: TIME_FORMATS.find(({ value }) => value === format)?.value as ReadOptions["timeFormat"] /* the choices are the formats */ })} />
        ) : (
          <>
            <StartField startUs={options.startUs} onChange={(startUs) => set({ startUs })} />
            <NumberField label="Rows are apart by, in s" value={options.intervalUs === undefined ? undefined : options.intervalUs / US_PER_SECOND} onChange={(seconds) => seconds !== undefined && seconds > 0 && set({ intervalUs: Math.round(seconds * US_PER_SECOND) })} />
          </>
        )}
        <ChoiceField label="Zone of times without offset" value={options.zone} choices={(zones.includes(options.zone) ? zones : [options.zone, ...zones]).map((zone) => ({ value: zone, label: zone }))} onChange={(zone) => set({ zone })} />
        {isText && <FlagField label="First line names the columns" value={options.headerRow} onChange={(headerRow) => set({ headerRow })} />}
      </div>
      <ImportPreview path={path} options={options} onOptions={onOptions} />
      <TargetFields target={target} onTarget={onTarget} />
    </>
  );
}

/** The instant of the first row, typed as ISO 8601; half-typed text changes nothing. */
function StartField({ startUs, onChange }: { readonly startUs: number | undefined; readonly onChange: (startUs: number) => void }): ReactNode {
  const shown = startUs === undefined ? "" : new Date(startUs / 1_000).toISOString();
  return (
    <TextField
      key={shown}
      label="First row at (ISO 8601)"
      value={shown}
      onChange={(text) => {
        const ms = Date.parse(text);
        if (Number.isFinite(ms) && /Z|[+-]\d\d:?\d\d$/.test(text)) onChange(ms * 1_000);
      }}
    />
  );
}

function TargetFields({ target, onTarget }: { readonly target: ImportTarget; readonly onTarget: (target: ImportTarget) => void }): ReactNode {
  const { project } = useWorkbench();
  const asset = target.kind === "asset" ? target : { asset: "", type: "" };
  const types = Object.values(project.value.types).map((type) => type.name);
  return (
    <div className="tb-import-target">
      <ChoiceField label="The columns become" value={target.kind} choices={[{ value: "loose", label: "loose signals" }, { value: "asset", label: "signals of a new asset" }]} onChange={(kind) => onTarget(kind === "asset" ? { kind: "asset", asset: "Recorded machine", type: types[0] ?? "RecordedMachine" } : { kind: "loose" })} />
      {target.kind === "asset" && (
        <>
          <TextField label="Name of the asset" value={asset.asset} onChange={(name) => onTarget({ kind: "asset", asset: name, type: asset.type })} required />
          <TextField label="Its type" value={asset.type} onChange={(type) => onTarget({ kind: "asset", asset: asset.asset, type })} required help={types.includes(asset.type) ? "Known here." : "A new type of this name is made."} />
        </>
      )}
    </div>
  );
}
