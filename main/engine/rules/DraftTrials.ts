/**
 * Drafts tried on history while they are written: what each rule would have done and how that differs from the version that
 * runs, and why a rule is as it is at an instant. Nothing that runs is touched.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Explanation, RulePreview } from "../../../shared/contract/rules.ts";
import { compile } from "../../../shared/language/compile.ts";
import { ruleParts } from "../../../shared/language/explain/ruleParts.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import { appliedTexts } from "../../../shared/model/edits/texts.ts";
import type { Project, TwinText } from "../../../shared/model/project.ts";
import type { Clock, Span } from "../../../shared/time/time.ts";
import { inService, NOTHING, type InService } from "./inService.ts";
import { explainParts, notExplained } from "./explainParts.ts";
import type { RulesHistory } from "./ports.ts";
import { previews } from "./previews.ts";
import { RunningAnswers } from "./RunningAnswers.ts";
import { errorsIn } from "./runningTexts.ts";

/** A text as it is typed; the other texts are taken as they run. */
export interface Draft {
  readonly file: string;
  readonly text: string;
}

export interface AskedWhy {
  readonly rule: string;
  readonly asset: string;
  readonly tUs: number;
  /** Absent: the version that runs. */
  readonly draft?: Draft | undefined;
}

export interface DraftTrialsOptions {
  readonly history: RulesHistory;
  readonly clock: Clock;
  readonly closing: AbortSignal;
}

export class DraftTrials {
  readonly #history: RulesHistory;
  readonly #closing: AbortSignal;
  readonly #running: RunningAnswers;
  readonly #previewing = new Map<string, AbortController>();
  #project: Project | undefined;

  constructor(options: DraftTrialsOptions) {
    this.#history = options.history;
    this.#closing = options.closing;
    this.#running = new RunningAnswers(options);
  }

  /** Another program runs, or the past has changed. */
  reset(project: Project, program: CompiledProject): void {
    this.#project = project;
    this.#running.reset(program);
  }

  /** The program with these texts in place of those of their names. Throws `bad-input` where one has errors. */
  programOf(drafts: readonly Draft[]): InService {
    const project = this.#project;
    if (!project) return NOTHING;
    const { program, diagnostics } = compile(textsWith(project, ...drafts), project);
    const wrong = errorsIn(diagnostics).find((error) => drafts.some(({ file }) => file === error.file));
    if (wrong) throw new TwinError("bad-input", `${wrong.file} cannot be tried: ${wrong.message}`);
    return inService(program, project);
  }

  /** Frames as rules are finished. A newer preview of the same text by the same client ends this one. */
  async *preview(draft: Draft & { readonly span: Span }, client: string, signal: AbortSignal): AsyncGenerator<RulePreview[]> {
    if (!this.#project) return;
    const key = `${client} ${draft.file}`;
    this.#previewing.get(key)?.abort();
    const abort = new AbortController();
    this.#previewing.set(key, abort);
    try {
      yield* this.#compared(draft, this.#project, AbortSignal.any([abort.signal, signal, this.#closing]));
    } finally {
      if (this.#previewing.get(key) === abort) this.#previewing.delete(key);
    }
  }

  async *#compared({ file, text, span }: Draft & { readonly span: Span }, project: Project, ends: AbortSignal): AsyncGenerator<RulePreview[]> {
    const { program: whole, diagnostics } = compile(textsWith(project, { file, text }), project);
    const { program, leftOut } = inService(whole, project);
    const inlined = inlineCalcs(program);
    const compared: RulePreview[] = [];
    for await (const found of previews(this.#history, { program: inlined, leftOut }, file, span, ends)) {
      for (const preview of found.slice(compared.length)) {
        compared.push(await this.#running.compare(preview, inlined.rules.filter(({ rule }) => rule === preview.rule), span));
      }
      if (ends.aborted) return;
      yield [...compared];
    }
    // A rule that is half typed is not one that was taken out.
    if (errorsIn(diagnostics).some((error) => error.file === file)) return;
    const removed = await this.#running.removed(file, new Set(whole.rules.map(({ rule }) => rule)), span);
    if (removed.length > 0 && !ends.aborted) yield [...compared, ...removed];
  }

  /** Throws `not-found` where the rule does not run, with the reason. */
  async explain({ rule, asset: assetId, tUs, draft }: AskedWhy, signal: AbortSignal): Promise<Pick<Explanation, "parts" | "cutAtUs">> {
    const [project, asset] = [this.#project, this.#project?.assets[assetId]];
    if (!project || !asset) throw notExplained(rule, undefined, undefined);
    const texts = textsWith(project, ...(draft ? [draft] : []));
    const { program, leftOut } = inService(compile(texts, project).program, project);
    const { rules, notApplicable } = inlineCalcs(program);
    const runs = rules.some((candidate) => candidate.rule === rule && candidate.assetId === assetId);
    const parts = runs ? ruleParts(texts, project, rule, asset) : undefined;
    if (!parts) throw notExplained(rule, asset.name, [...leftOut, ...notApplicable.map((one) => ({ ...one, rule: one.what }))].find((one) => one.rule === rule && one.assetId === assetId)?.reason);
    return explainParts(this.#history, parts, tUs, signal);
  }
}

function textsWith(project: Project, ...drafts: readonly Draft[]): TwinText[] {
  const others = appliedTexts(project).filter(({ id }) => !drafts.some(({ file }) => file === id));
  return [...others, ...drafts.map(({ file, text }) => ({ id: file, text }))];
}
