/** The values of a generated dialog: what they start with, which fields show, and what is still missing. Pure. */
import type { SettingField } from "../../../shared/contract/sources.ts";

export type FieldValues = Readonly<Record<string, unknown>>;

export function startingValues(fields: readonly SettingField[], given: FieldValues = {}): FieldValues {
  const entries = fields.map((field) => [field.name, given[field.name] ?? field.default ?? emptyValue(field)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function emptyValue(field: SettingField): unknown {
  if (field.kind === "flag") return false;
  if (field.kind === "number") return undefined;
  if (field.kind === "choice") return field.choices?.[0]?.value ?? "";
  return "";
}

/** Whether a field is shown, given what the others say. */
export function isShown(field: SettingField, values: FieldValues): boolean {
  return field.showWhen === undefined || field.showWhen.is.includes(String(values[field.showWhen.field] ?? ""));
}

/** Labels of shown, required fields that have no value. */
export function missingFields(fields: readonly SettingField[], values: FieldValues): string[] {
  const isEmpty = (value: unknown): boolean => value === undefined || (typeof value === "string" && value.trim() === "");
  return fields.filter((field) => field.required === true && isShown(field, values) && isEmpty(values[field.name])).map((field) => field.label);
}

/** What goes on: values of shown fields only, so that a hidden choice leaves nothing behind. Secrets apart from settings. */
export function splitSecret(fields: readonly SettingField[], values: FieldValues): { readonly settings: FieldValues; readonly secret?: string } {
  const shown = fields.filter((field) => isShown(field, values) && values[field.name] !== undefined);
  const settings = Object.fromEntries(shown.filter((field) => field.kind !== "secret").map((field) => [field.name, values[field.name]]));
  const secret = shown.filter((field) => field.kind === "secret").map((field) => String(values[field.name] ?? ""))[0];
  return secret === undefined || secret === "" ? { settings } : { settings, secret };
}
