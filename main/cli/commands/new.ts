/** `new DIR [--sample]`: makes a project. */
import { basename, resolve } from "node:path";
import { emptyProject } from "../../../shared/model/schema.ts";
import { createProject } from "../../engine/project/index.ts";
import { createSample } from "../../shell/index.ts";
import { flag, type Command } from "../Command.ts";
import { Exit } from "../output.ts";

export const newCommand: Command = {
  options: { sample: { type: "boolean" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    const project = resolve(input.positionals[0] ?? "");
    if (flag(input, "sample")) await createSample(project);
    else await createProject(project, emptyProject(basename(project).replace(/\.twin$/, ""), Intl.DateTimeFormat().resolvedOptions().timeZone));
    await input.output.result({ project }, () => [`Made ${project}. Open it with: npm start -- ${project}`]);
    return Exit.success;
  },
};
