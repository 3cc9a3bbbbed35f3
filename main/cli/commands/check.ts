/** `check DIR`: compiles all .twin files as they lie on disk. Needs no engine, so it works whoever has the project open. */
import { compile } from "../../../shared/language/compile.ts";
import type { Diagnostic } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { plural } from "../../../shared/plural.ts";
import { ProjectStore } from "../../engine/project/index.ts";
import { projectFolder } from "../../shell/index.ts";
import type { Command } from "../Command.ts";
import { Exit } from "../output.ts";

export const checkCommand: Command = {
  options: {},
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, output }) => {
    const store = await ProjectStore.open(await projectFolder(positionals[0]), { readOnly: true, onSaveError: (error) => output.say(error.message) });
    for (const problem of store.problems) output.say(problem);
    const { diagnostics } = compile(Object.values(store.project.texts), store.project);
    const found = diagnostics.map((diagnostic) => ({ file: diagnostic.file, ...positionOf(store.project, diagnostic), severity: diagnostic.severity, message: diagnostic.message }));
    const errors = found.filter(({ severity }) => severity === "error").length;
    const ok = errors === 0;
    const files = Object.keys(store.project.texts).length;
    await output.result({ ok, diagnostics: found }, () => [
      ...found.map(({ file, line, column, severity, message }) => `${file}:${line}:${column} ${severity}: ${message}`),
      ok ? `${files} ${plural(files, "file")}, no errors` : `${errors} ${plural(errors, "error")}`,
    ]);
    return ok ? Exit.success : Exit.finding;
  },
};

/** Line and column of a diagnostic's start, both from 1. */
function positionOf(project: Project, { file, start }: Diagnostic): { line: number; column: number } {
  const before = (project.texts[file]?.text ?? "").slice(0, start);
  return { line: before.split("\n").length, column: start - before.lastIndexOf("\n") };
}
