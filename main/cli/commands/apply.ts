/** `apply DIR [FILE...]`: applies texts as they are saved, with the tables that their models read, all in one step. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { unappliedTables } from "../../../shared/language/unappliedTables.ts";
import { isUnapplied } from "../../../shared/model/edits/texts.ts";
import type { Project, TwinText } from "../../../shared/model/project.ts";
import { projectFolder } from "../../shell/index.ts";
import { textOption, type Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { withEngine } from "../withEngine.ts";

export const applyCommand: Command = {
  options: { why: { type: "string" } },
  positionals: { min: 1, max: 1_000 },
  run: async (input) => {
    const [folder, ...files] = input.positionals;
    const why = textOption(input, "why");
    await withEngine(await projectFolder(folder), async (client, project) => {
      const asked = (files.length === 0 ? Object.values(project.texts) : files.map((file) => textOf(project, file))).filter(isUnapplied);
      const texts = [...asked, ...unappliedTables(project, asked)];
      if (texts.length > 0) await client.rules.apply({ texts: texts.map(({ id: file, text }) => ({ file, text, seen: text })), ...(why !== undefined && { why }) });
      const applied = texts.map(({ id }) => id);
      await input.output.result({ applied }, () => (applied.length === 0 ? ["nothing to apply: every text runs as it is saved"] : applied.map((file) => `${file} runs now`)));
    });
    return Exit.success;
  },
};

function textOf(project: Project, file: string): TwinText {
  const text = project.texts[file];
  if (!text) throw new TwinError("not-found", `The project has no ${file}. It has ${Object.keys(project.texts).join(", ") || "no texts"}.`);
  return text;
}
