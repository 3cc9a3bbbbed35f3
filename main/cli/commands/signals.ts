/** `signals DIR`: every signal with its path, unit, source and what is recorded of it. */
import { MEASURED } from "../../../shared/contract/history.ts";
import { formatPath } from "../../../shared/model/path.ts";
import { bindingOf } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import type { Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { listSignals } from "../signalPath.ts";
import { withEngine } from "../withEngine.ts";

export const signalsCommand: Command = {
  options: {},
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, output }) => {
    await withEngine(await projectFolder(positionals[0]), async (client, project) => {
      const { series } = await client.history.series({ run: MEASURED });
      const recorded = new Map(series.map((info) => [info.signal, info]));
      const signals = (await listSignals(client, project)).map((signal) => {
        const info = recorded.get(signal.id);
        const binding = bindingOf(project, signal.id);
        const source = binding ? (project.sources[binding.source]?.name ?? null) : signal.id.includes("/calc:") ? "calc" : null;
        return { path: formatPath(signal.path), unit: signal.unit ?? null, source, count: info?.count ?? 0, from: iso(info?.fromUs), to: iso(info?.toUs) };
      });
      await output.result({ signals }, () => signals.map(({ path, unit, source, count, from, to }) => [path, unit ?? "", source ?? "not bound", `${count} ${plural(count, "sample")}`, from ?? "", to ?? ""].join("\t")));
    });
    return Exit.success;
  },
};

function iso(tUs: number | undefined): string | null {
  return tUs === undefined ? null : formatIso(tUs);
}
