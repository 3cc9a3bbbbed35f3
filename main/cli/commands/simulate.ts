/** `simulate DIR`: models over a span of history, stored as a run, compared with what was measured. */
import { projectFolder } from "../../shell/index.ts";
import { textOption, type Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { runDocument, runLines } from "../runDocument.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { sayCut, sayRun } from "../sayRun.ts";
import { withEngine } from "../withEngine.ts";

export const simulateCommand: Command = {
  options: { ...spanOptions, use: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    const use = textOption(input, "use");
    return withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const span = readSpan(input, project);
      const run = await client.runs.simulate({ span, ...(use !== undefined && { use }) }, { signal: input.signal });
      const document = runDocument(project, run);
      await input.output.result(document, () => runLines(document));
      sayRun(input.output, run);
      sayCut(input.output, span, run);
      return run.state === "done" ? Exit.success : Exit.finding;
    });
  },
};
