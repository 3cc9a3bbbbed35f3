/** Labelled inputs: text, number, choice, flag, search. Each shows its help and what is wrong with it beside it. */
import { Check, ChevronDown, Minus, Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button, Checkbox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, SearchField as AriaSearchField, Select, SelectValue, Text, TextArea, TextField as AriaTextField } from "react-aria-components";
import "./controls.css";

interface Labelled {
  readonly label: string;
  readonly help?: string | undefined;
  readonly isDisabled?: boolean;
  /** Keeps the label for those who cannot see the place of the field, without showing it. */
  readonly hideLabel?: boolean;
}

export interface TextFieldProps extends Labelled {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "password" | "url";
  readonly required?: boolean;
  readonly placeholder?: string;
  /** What is wrong with the value, in plain words. */
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
  readonly lines?: number;
  readonly numeric?: boolean;
}

export function TextField({ label, help, value, onChange, type = "text", required = false, placeholder, error, autoFocus = false, lines = 1, hideLabel = false, isDisabled = false, numeric = false }: TextFieldProps): ReactNode {
  return (
    <AriaTextField className="tb-field" value={value} onChange={onChange} type={type} isRequired={required} isInvalid={error !== undefined} isDisabled={isDisabled} autoFocus={autoFocus} validationBehavior="aria" autoComplete="off" {...(hideLabel && { "aria-label": label })}>
      {!hideLabel && <Label>{label}</Label>}
      {lines > 1 ? <TextArea rows={lines} placeholder={placeholder ?? ""} /> : <Input placeholder={placeholder ?? ""} className={numeric ? "tb-num" : ""} {...(numeric && { inputMode: "decimal" })} spellCheck={false} />}
      {help !== undefined && <Text slot="description" className="tb-help">{help}</Text>}
      <FieldError className="tb-help tb-field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export interface NumberFieldProps extends Labelled {
  /** The number as typed; undefined where the field is empty. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A number as engineers type it: point or comma, exponents, empty for none. Half-typed text stays as it is. */
export function NumberField({ value, onChange, ...rest }: NumberFieldProps): ReactNode {
  const [typed, setTyped] = useState(value === undefined ? "" : String(value));
  const shown = readNumber(typed) === value ? typed : value === undefined ? typed : String(value);
  const isWrong = shown.trim() !== "" && readNumber(shown) === undefined;
  return (
    <TextField
      {...rest}
      numeric
      value={shown}
      {...(isWrong && { error: `"${shown}" is not a number.` })}
      onChange={(text) => {
        setTyped(text);
        onChange(readNumber(text));
      }}
    />
  );
}

/** The number a person typed, or undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const trimmed = text.trim().replace(",", ".");
  const value = Number(trimmed);
  return trimmed === "" || !Number.isFinite(value) ? undefined : value;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceFieldProps extends Labelled {
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

export function ChoiceField({ label, help, value, choices, onChange, hideLabel = false, isDisabled = false }: ChoiceFieldProps): ReactNode {
  return (
    <Select className="tb-field" selectedKey={value} onSelectionChange={(key) => onChange(String(key))} isDisabled={isDisabled} placeholder="Choose …" {...(hideLabel && { "aria-label": label })}>
      {!hideLabel && <Label>{label}</Label>}
      <Button className="tb-select-button">
        <SelectValue>{({ selectedText }) => selectedText ?? "Choose …"}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </Button>
      {help !== undefined && <Text slot="description" className="tb-help">{help}</Text>}
      <Popover className="tb-popover" offset={2}>
        <ListBox className="tb-list" items={choices.map((choice) => ({ id: choice.value, ...choice }))}>
          {(choice) => (
            <ListBoxItem className="tb-list-item" id={choice.value} textValue={choice.label}>
              <Text slot="label">{choice.label}</Text>
              {choice.hint !== undefined && <Text slot="description">{choice.hint}</Text>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

export interface FlagFieldProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly isIndeterminate?: boolean;
  readonly isDisabled?: boolean;
  readonly hideLabel?: boolean;
}

export function FlagField({ label, value, onChange, isIndeterminate = false, isDisabled = false, hideLabel = false }: FlagFieldProps): ReactNode {
  return (
    <Checkbox className="tb-check" isSelected={value} onChange={onChange} isIndeterminate={isIndeterminate} isDisabled={isDisabled} {...(hideLabel && { "aria-label": label })}>
      <span className="box" aria-hidden>{isIndeterminate ? <Minus size={12} /> : value ? <Check size={12} /> : undefined}</span>
      {hideLabel ? undefined : label}
    </Checkbox>
  );
}

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A filter box; Escape empties it. The label stands inside while it is empty. */
export function SearchField({ label, value, onChange, autoFocus = false }: SearchFieldProps): ReactNode {
  return (
    <AriaSearchField className="tb-field" aria-label={label} value={value} onChange={onChange} autoFocus={autoFocus}>
      <span className="tb-search">
        <Search size={13} aria-hidden />
        <Input placeholder={label} className="tb-input" spellCheck={false} />
      </span>
    </AriaSearchField>
  );
}
