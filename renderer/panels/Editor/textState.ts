/** How a text stands, in the words of the bar above it: what is wrong, what is saved, what runs. */
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import type { Diagnostic } from "../../../shared/language/ir.ts";
import { statusText } from "../RulesTree/statusText.ts";

export interface TextState {
  readonly text: string;
  readonly isError: boolean;
  readonly hint?: string;
}

export function textState(isDirty: boolean, diagnostics: readonly Diagnostic[], status: RuleStatus | undefined): TextState {
  const saved = isDirty ? "not saved · " : status?.running === "current" ? "" : "saved · ";
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const first = errors[0] ?? diagnostics[0];
  if (errors[0]) return { text: `${saved}${errors.length} ${errors.length === 1 ? "error" : "errors"}: ${errors[0].message}`, isError: true, hint: errors[0].message };
  const runs = status === undefined || status.running === "none" ? "nothing of it runs until it is applied" : isDirty || status.running === "previous" ? `an applied version runs: ${statusText(status)}` : `live: ${statusText(status)}`;
  if (first) return { text: `${saved}${first.message}`, isError: false, hint: `${first.message}\n${runs}` };
  return { text: `${saved}${runs}`, isError: false };
}
