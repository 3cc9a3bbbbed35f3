/**
 * What a project's texts come to: the program of the versions that were applied, which runs live, and that of the texts as
 * saved, which simulations take and whose errors are shown; both without rules on assets that are not in service. It neither reads nor writes files.
 */
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { CompileResult, Diagnostic } from "../../../shared/language/ir.ts";
import { DiagnosticSink } from "../../../shared/language/diagnostics.ts";
import { modelFaults } from "../../../shared/language/modelFaults.ts";
import { parse } from "../../../shared/language/parser.ts";
import { appliedTexts, isUnapplied } from "../../../shared/model/edits/texts.ts";
import { isTableFile } from "../../../shared/model/textFile.ts";
import type { Project, TwinText } from "../../../shared/model/project.ts";
import { inService, type InService } from "./inService.ts";

export interface RunningTexts {
  readonly running: InService;
  readonly saved: InService;
  /** Sentences on errors that take models or uses out of the saved program. */
  readonly modelFaults: readonly string[];
  readonly statuses: readonly RuleStatus[];
}

export function compileTexts(project: Project): RunningTexts {
  const texts = Object.values(project.texts);
  const saved = compile(texts, project);
  const running = texts.some(isUnapplied) ? compile(appliedTexts(project), project) : saved;
  return { running: inService(running.program, project), saved: inService(saved.program, project), modelFaults: modelFaults(texts, saved.diagnostics), statuses: texts.map((text) => statusOf(text, saved, running)) };
}

/** The project with every text running that has no error: for one that never kept versions. */
export function takeUpTexts(project: Project): Project {
  const { diagnostics } = compile(Object.values(project.texts), project);
  const faulty = new Set(errorsIn(diagnostics).map(({ file }) => file));
  return { ...project, texts: Object.fromEntries(Object.values(project.texts).map((text) => [text.id, faulty.has(text.id) ? text : { ...text, applied: text.text }])) };
}

export function errorsIn(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

function statusOf(text: TwinText, saved: CompileResult, running: CompileResult): RuleStatus {
  const { id: file } = text;
  const definitions = isTableFile(file) ? [] : parse(file, text.text, new DiagnosticSink(file)).definitions;
  const distinct = (names: readonly string[]): number => new Set(names).size;
  const here = <T extends { readonly position: { readonly file: string } }>(programs: readonly T[]): T[] => programs.filter(({ position }) => position.file === file);
  return {
    file,
    running: text.applied === undefined ? "none" : isUnapplied(text) ? "previous" : "current",
    diagnostics: saved.diagnostics.filter((diagnostic) => diagnostic.file === file),
    runningErrors: text.applied === undefined ? [] : errorsIn(running.diagnostics).filter((diagnostic) => diagnostic.file === file),
    rules: distinct(here(running.program.rules).map(({ rule }) => rule)),
    calcs: distinct(here(running.program.calcs).map(({ name }) => name)),
    models: definitions.filter(({ kind }) => kind === "model").length,
    overrides: definitions.filter(({ kind }) => kind === "override").length,
    uses: distinct(here(saved.program.uses).map(({ name }) => name)),
  };
}
