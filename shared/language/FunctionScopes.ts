/** Defs and templates of all files, who sees which, and the errors of imports and of functions that call each other in a loop. */
import { nearest } from "../units/nearest.ts";
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import type { FunctionScope, OwnFunction, OwnTemplate } from "./FunctionScope.ts";
import { FUNCTIONS } from "./functions.ts";
import { inOrder } from "./inOrder.ts";
import { innerExpressions } from "./names.ts";
import type { CallNode, Expression, ImportSyntax, Named, SyntaxTree } from "./syntax.ts";

interface FileNames {
  readonly sink: DiagnosticSink;
  readonly defs: Map<string, OwnFunction>;
  readonly templates: Map<string, OwnTemplate>;
  readonly imports: ImportSyntax[];
}

/** For what belongs to no file. */
export const NO_FUNCTIONS: FunctionScope = {
  names: [], templateNames: [],
  find: () => undefined, template: () => undefined, of: () => NO_FUNCTIONS, isBroken: () => false, elsewhere: () => undefined,
};

export class FunctionScopes {
  readonly #files = new Map<string, FileNames>();
  readonly #scopes = new Map<string, FunctionScope>();
  #order: readonly OwnFunction[] = [];
  readonly #broken = new Set<OwnFunction | OwnTemplate>();

  constructor(trees: readonly { readonly tree: SyntaxTree; readonly sink: DiagnosticSink }[]) {
    for (const { tree, sink } of trees) this.#collect(tree, sink);
    for (const [file, names] of this.#files) this.#checkImports(file, names);
    this.#tellLoops();
  }

  /** All defs, each after those it calls (those in a loop left out), and all templates. */
  get all(): { readonly defs: readonly OwnFunction[]; readonly templates: readonly OwnTemplate[] } {
    const files = [...this.#files.values()];
    return { defs: this.#order, templates: files.flatMap(({ templates }) => [...templates.values()]) };
  }

  /** Leaves out what is wrong: calls of it are silent, its error has been told where it stands. */
  markBroken(of: OwnFunction | OwnTemplate): void {
    this.#broken.add(of);
  }

  /** What is visible in a file. */
  of(file: string): FunctionScope {
    const known = this.#scopes.get(file);
    if (known) return known;
    const scope = this.#scope(file);
    this.#scopes.set(file, scope);
    return scope;
  }

  #scope(file: string): FunctionScope {
    const names = this.#files.get(file);
    const visible = names ? [names, ...names.imports.flatMap((entry) => this.#files.get(entry.file.name) ?? [])] : [];
    const defs = new Map(visible.toReversed().flatMap((each) => [...each.defs]));
    const templates = new Map(visible.toReversed().flatMap((each) => [...each.templates]));
    return {
      names: [...defs.keys()], templateNames: [...templates.keys()],
      find: (name) => defs.get(name),
      template: (name) => templates.get(name),
      of: (other) => this.of(other),
      isBroken: (own) => this.#broken.has(own),
      elsewhere: (name) => [...this.#files].find(([, each]) => each.defs.has(name) || each.templates.has(name))?.[0],
    };
  }

  #collect(tree: SyntaxTree, sink: DiagnosticSink): void {
    const names: FileNames = { sink, defs: new Map(), templates: new Map(), imports: [] };
    this.#files.set(tree.file, names);
    for (const syntax of tree.definitions) {
      if (syntax.kind === "import") names.imports.push(syntax);
      if (syntax.kind !== "def" && syntax.kind !== "template") continue;
      const { name } = syntax.name;
      if (FUNCTIONS.has(name)) sink.report(syntax.name, "duplicate-definition", `${name} is a function of the language: give yours another name.`);
      else if (names.defs.has(name) || names.templates.has(name)) sink.report(syntax.name, "duplicate-definition", `This file already defines ${name}. This one is left out.`);
      else if (syntax.kind === "def") names.defs.set(name, { syntax, file: tree.file, sink });
      else names.templates.set(name, { syntax, file: tree.file, sink });
    }
  }

  #checkImports(file: string, names: FileNames): void {
    const origin = new Map<string, string>([...names.defs.keys(), ...names.templates.keys()].map((name) => [name, file]));
    const seen = new Set<string>();
    for (const entry of names.imports) {
      const imported = this.#files.get(entry.file.name);
      const loop = this.#loopThrough(file, entry.file.name);
      if (!imported) this.#tellNoFile(entry.file, names.sink);
      else if (loop) names.sink.report(entry.file, "import-loop", loop.length === 2 ? "A file cannot import itself; what it defines is visible in it." : `These files import each other in a loop: ${loop.join(" → ")}.`);
      else if (seen.has(entry.file.name)) names.sink.report(entry.file, "duplicate-definition", `${entry.file.name} is imported twice.`, { severity: "warning" });
      seen.add(entry.file.name);
      for (const name of [...(imported?.defs.keys() ?? []), ...(imported?.templates.keys() ?? [])]) {
        const other = origin.get(name);
        if (other !== undefined && other !== entry.file.name) names.sink.report(entry.file, "import-clash", `${name} is defined in ${other} and in ${entry.file.name}: here it is not clear which is meant. Rename one of them.`);
        else origin.set(name, entry.file.name);
      }
    }
  }

  #tellNoFile(file: Named, sink: DiagnosticSink): void {
    const known = [...this.#files.keys()];
    const base = file.name.split("/").at(-1);
    const near = known.find((id) => id.split("/").at(-1) === base) ?? nearest(file.name, known);
    sink.report(file, "unknown-file", `There is no file ${file.name} in this project.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(file, JSON.stringify(near)) });
  }

  /** The files from `file` over the imported one back to itself, or undefined. */
  #loopThrough(file: string, imported: string): string[] | undefined {
    const from = new Map<string, string>();
    const open = [imported];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === file) {
        const path: string[] = [];
        for (let at = from.get(file); at !== undefined; at = from.get(at)) path.unshift(at);
        return [file, ...path, file];
      }
      for (const entry of this.#files.get(next)?.imports ?? []) {
        if (from.has(entry.file.name)) continue;
        from.set(entry.file.name, next);
        open.push(entry.file.name);
      }
    }
    return undefined;
  }

  /** Functions that call each other in a loop have no value. */
  #tellLoops(): void {
    const calls = (own: OwnFunction): OwnFunction[] => callsIn(own.syntax.value).flatMap((call) => this.of(own.file).find(call.callee.name) ?? []);
    this.#order = inOrder([...this.#files.values()].flatMap(({ defs }) => [...defs.values()]), calls, (loop) => this.#tellLoop(loop));
  }

  #tellLoop(loop: readonly OwnFunction[]): void {
    const shown = [...loop, ...loop.slice(0, 1)].map(({ syntax }) => syntax.name.name).join(" → ");
    for (const own of loop) {
      this.#broken.add(own);
      own.sink.report(own.syntax.name, "loop", `These functions call each other in a loop: ${shown}.`);
    }
  }
}

function callsIn(expression: Expression): CallNode[] {
  return [...(expression.kind === "call" ? [expression] : []), ...innerExpressions(expression).flatMap(callsIn)];
}
