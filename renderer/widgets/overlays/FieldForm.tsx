/** A form made from field descriptions: the one generator behind every dialog whose fields are data. */
import type { ReactNode } from "react";
import type { SettingField } from "../../../shared/contract/sources.ts";
import { ChoiceField, FlagField, NumberField, TextField } from "../controls/fields.tsx";
import { isShown, type FieldValues } from "./fieldValues.ts";

export interface FieldFormProps {
  readonly fields: readonly SettingField[];
  readonly values: FieldValues;
  readonly onChange: (values: FieldValues) => void;
  /** Puts the focus into the first field. */
  readonly autoFocus?: boolean;
  /** Chooses a file on the engine's machine, for fields of kind `file`. */
  readonly fileField?: (field: SettingField, value: string, onChange: (path: string) => void) => ReactNode;
}

export function FieldForm({ fields, values, onChange, autoFocus = false, fileField }: FieldFormProps): ReactNode {
  return fields.filter((field) => isShown(field, values)).map((field, index) => {
    const value = values[field.name];
    const set = (next: unknown): void => onChange({ ...values, [field.name]: next });
    const common = { label: field.label, help: field.help };
    switch (field.kind) {
      case "choice":
        return <ChoiceField key={field.name} {...common} value={String(value ?? "")} choices={field.choices ?? []} onChange={set} />;
      case "flag":
        return <FlagField key={field.name} label={field.label} value={value === true} onChange={set} />;
      case "number":
        return <NumberField key={field.name} {...common} value={typeof value === "number" ? value : undefined} onChange={set} />;
      case "file":
        if (fileField) return <div key={field.name}>{fileField(field, String(value ?? ""), set)}</div>;
        return <TextField key={field.name} {...common} value={String(value ?? "")} onChange={set} required={field.required ?? false} />;
      default:
        return (
          <TextField
            key={field.name}
            {...common}
            type={field.kind === "secret" ? "password" : "text"}
            value={String(value ?? "")}
            onChange={set}
            required={field.required ?? false}
            autoFocus={autoFocus && index === 0}
          />
        );
    }
  });
}
