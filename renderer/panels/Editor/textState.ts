/** How a text stands, in the words of the bar above it: what is wrong, what is saved, what runs. */
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import type { Diagnostic } from "../../../shared/language/ir.ts";
import { statusText } from "../RulesTree/statusText.ts";

export interface TextState {
  readonly text: string;
  readonly isError: boolean;
  readonly hint?: string;
}

export interface TextFacts {
  readonly isDirty: boolean;
  readonly isChangedElsewhere: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly status: RuleStatus | undefined;
}

export function textState({ isDirty, isChangedElsewhere, diagnostics, status }: TextFacts): TextState {
  if (isChangedElsewhere) return { text: "changed elsewhere since you began: Save shows both", isError: true, hint: "Another window, an undo or another program saved this text after you had begun to change it. Save or Apply shows both before one of them goes." };
  const saved = isDirty ? "not saved · " : status?.running === "current" ? "" : "saved · ";
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const first = errors[0] ?? diagnostics[0];
  if (errors[0]) return { text: `${saved}${errors.length} ${errors.length === 1 ? "error" : "errors"}: ${errors[0].message}`, isError: true, hint: errors[0].message };
  const runs = runsText(isDirty, status);
  if (first) return { text: `${saved}${first.message}`, isError: false, hint: `${first.message}\n${runs}` };
  return { text: `${saved}${runs}`, isError: false };
}

function runsText(isDirty: boolean, status: RuleStatus | undefined): string {
  if (status === undefined || status.running === "none") return "nothing of it runs until it is applied";
  if (status.running === "previous") return statusText(status);
  return `${isDirty ? "an applied version runs" : "applied"}: ${statusText(status)}`;
}
