/** `simulate DIR`: models over a span of history, stored as a run, compared with what was measured. */
import { formatPath } from "../../../shared/model/path.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { textOption, type Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { withEngine } from "../withEngine.ts";

export const simulateCommand: Command = {
  options: { ...spanOptions, use: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    const use = textOption(input, "use");
    return withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const run = await client.runs.simulate({ span: readSpan(input, project), ...(use !== undefined && { use }) }, { signal: input.signal });
      const name = (id: string): string => {
        const signal = findSignal(project, id);
        return signal ? formatPath(signal.path) : outputName(project, id);
      };
      const document = {
        run: run.id, from: formatIso(run.fromUs), to: formatIso(run.toUs), steps: run.steps, signals: run.signals.map(name),
        compared: run.compared.map(({ signal, rmse, unit, samples }) => ({ signal: name(signal), rmse, unit, samples })),
        state: run.state, message: run.message ?? null,
      };
      await input.output.result(document, () => [`${run.id}: ${run.steps} steps`, ...document.compared.map(({ signal, rmse, unit }) => `  ${signal}: ${rmse.toPrecision(4)} ${unit} root mean square`)]);
      if (run.message !== undefined) input.output.say(run.message);
      return run.state === "done" ? Exit.success : Exit.finding;
    });
  },
};

/** `asset.Use.output` for an output that no measured signal stands for. */
function outputName(project: Parameters<typeof findSignal>[0], id: string): string {
  const [assetId = "", rest = ""] = id.split("/use:");
  return formatPath([...(project.assets[assetId] ? [project.assets[assetId].name] : [assetId]), ...rest.split(".")]);
}
