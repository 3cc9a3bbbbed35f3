/**
 * Which version of each text runs: the present one if it has no error, else the last one that had none. Remembers the good
 * versions and compiles; it neither reads nor writes files.
 */
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { CompiledProject, Diagnostic } from "../../../shared/language/ir.ts";
import type { Project, TwinText } from "../../../shared/model/project.ts";
import { inService, type InService } from "./inService.ts";

export interface ActiveProgram extends InService {
  readonly statuses: readonly RuleStatus[];
}

export class ActiveTexts {
  readonly #good: Map<string, string>;

  /** `good`: last good versions from an earlier sitting, by text id. */
  constructor(good: Readonly<Record<string, string>> = {}) {
    this.#good = new Map(Object.entries(good));
  }

  /** The last good version of each text, to be kept for the next sitting. */
  get good(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#good);
  }

  /** Compiles the project's texts as they stand, and decides what runs, and on which assets. */
  update(project: Project): ActiveProgram {
    const texts = Object.values(project.texts);
    const present = compile(texts, project);
    const faulty = new Set(present.diagnostics.filter((diagnostic) => diagnostic.severity === "error").map((diagnostic) => diagnostic.file));
    for (const { id, text } of texts) if (!faulty.has(id)) this.#good.set(id, text);
    for (const id of this.#good.keys()) if (project.texts[id] === undefined) this.#good.delete(id);
    const running = texts.flatMap((text): TwinText[] => {
      const good = this.#good.get(text.id);
      return good === undefined ? [] : [{ ...text, text: good }];
    });
    const { program } = faulty.size === 0 ? present : compile(running, project);
    return { ...inService(program, project), statuses: texts.map(({ id }) => this.#status(id, faulty.has(id), present.diagnostics, program)) };
  }

  #status(file: string, isFaulty: boolean, diagnostics: readonly Diagnostic[], program: CompiledProject): RuleStatus {
    const distinct = (names: readonly string[]): number => new Set(names).size;
    return {
      file,
      running: !isFaulty ? "current" : this.#good.has(file) ? "previous" : "none",
      diagnostics: diagnostics.filter((diagnostic) => diagnostic.file === file),
      rules: distinct(program.rules.filter((rule) => rule.position.file === file).map((rule) => rule.rule)),
      calcs: distinct(program.calcs.filter((calc) => calc.position.file === file).map((calc) => calc.name)),
      uses: distinct(program.uses.filter((use) => use.position.file === file).map((use) => use.name)),
    };
  }
}
