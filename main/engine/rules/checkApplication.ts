/** Whether texts may be put live: only without errors of their own, and only if nothing else that runs would stop for it. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { Diagnostic } from "../../../shared/language/ir.ts";
import { appliedTexts, applyTexts, type TextToApply } from "../../../shared/model/edits/texts.ts";
import type { Project, TwinText } from "../../../shared/model/project.ts";
import { errorsIn } from "./runningTexts.ts";

/** Throws `bad-input` naming text, line and what is wrong. */
export function checkApplication(project: Project, texts: readonly Pick<TwinText, "id" | "text">[]): void {
  const applying = new Map(texts.map(({ id, text }) => [id, text]));
  const others = appliedTexts(project).filter(({ id }) => !applying.has(id));
  const after = [...others, ...texts];
  const errors = errorsIn(compile(after, project).diagnostics);
  const own = errors.filter(({ file }) => applying.has(file));
  if (own[0]) throw refusal(`${own[0].file} was not applied, because it has ${own.length === 1 ? "an error" : `${own.length} errors`}`, own[0], after);
  const known = new Set(errorsIn(compile(appliedTexts(project), project).diagnostics).map(sameError));
  const broken = errors.find((error) => !known.has(sameError(error)));
  if (broken) throw refusal(`${[...applying.keys()].join(", ")} ${texts.length === 1 ? "was" : "were"} not applied, because ${broken.file}, which runs, would stop for it. Apply what belongs together in one step`, broken, after);
}

/** The change that puts them live. */
export function applicationOf(texts: readonly TextToApply[], why: string | undefined): { readonly label: string; readonly reason?: string; readonly changes: ReturnType<typeof applyTexts> } {
  const [first, ...more] = texts;
  return { label: more.length === 0 ? `Apply ${first?.id ?? ""}` : `Apply ${texts.length} texts`, ...(why !== undefined && why !== "" && { reason: why }), changes: applyTexts(texts) };
}

function sameError({ file, message }: Diagnostic): string {
  return `${file} ${message}`;
}

function refusal(what: string, { file, start, message }: Diagnostic, texts: readonly Pick<TwinText, "id" | "text">[]): TwinError {
  const line = (texts.find(({ id }) => id === file)?.text ?? "").slice(0, start).split("\n").length;
  return new TwinError("bad-input", `${what}. ${file}, line ${line}: ${message}`);
}
