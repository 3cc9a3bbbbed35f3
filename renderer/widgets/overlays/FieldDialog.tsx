/** A dialog made from field descriptions: asks, shows what is missing or was refused, and closes when the work is done. */
import { useState, type ReactNode } from "react";
import type { SettingField } from "../../../shared/contract/sources.ts";
import { Button } from "../controls/Button.tsx";
import { ErrorText } from "../controls/ErrorText.tsx";
import { Dialog } from "./Dialog.tsx";
import { FieldForm } from "./FieldForm.tsx";
import { missingFields, startingValues, type FieldValues } from "./fieldValues.ts";

export interface FieldDialogProps {
  readonly title: string;
  /** Said above the fields. */
  readonly text?: ReactNode;
  readonly fields: readonly SettingField[];
  readonly values?: FieldValues;
  readonly action: string;
  readonly look?: "primary" | "danger";
  readonly onClose: () => void;
  /** Does it. A thrown error is shown in the dialog, which stays open; `false` keeps it open without a word. */
  readonly onSubmit: (values: FieldValues) => Promise<boolean | void> | boolean | void;
  readonly widthPx?: number;
  /** Shown above the fields: what the question is about. */
  readonly children?: ReactNode;
}

export function FieldDialog({ title, text, fields, values: given, action, look = "primary", onClose, onSubmit, widthPx, children }: FieldDialogProps): ReactNode {
  const [values, setValues] = useState(() => startingValues(fields, given));
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const missing = missingFields(fields, values);
  const submit = async (): Promise<void> => {
    if (isBusy || missing.length > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      if ((await onSubmit(values)) !== false) onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void submit()}
      {...(widthPx !== undefined && { widthPx })}
      buttons={
        <>
          <span className="left">{missing.length > 0 && `Still needed: ${missing.join(", ")}.`}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look={look} type="submit" isDisabled={missing.length > 0 || isBusy} autoFocus={fields.length === 0}>{action}</Button>
        </>
      }
    >
      {text !== undefined && <p>{text}</p>}
      {children}
      <FieldForm fields={fields} values={values} onChange={setValues} autoFocus />
      <ErrorText error={error} />
    </Dialog>
  );
}
