/** `runs DIR`: every run with its id, name, kind, span and when it was made, newest first. */
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import type { Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { listRuns } from "../runName.ts";
import { withEngine } from "../withEngine.ts";

export const runsCommand: Command = {
  options: {},
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, output }) => {
    await withEngine(await projectFolder(positionals[0]), async (client) => {
      const runs = (await listRuns(client)).map(({ id, name, kind, state, uses, fromUs, toUs, startedUs, pinned, notes }) => ({
        run: id, name, kind, state, uses, from: formatIso(fromUs), to: formatIso(toUs), made: formatIso(startedUs), pinned: pinned ?? false, notes: notes ?? null,
      }));
      await output.result({ runs }, () => (runs.length === 0 ? ["nothing was simulated yet"] : runs.map(({ run, name, kind, state, from, to, made, pinned }) => [run, name, kind, state, `${from} to ${to}`, `made ${made}`, pinned ? "pinned" : ""].join("\t").trimEnd())));
    });
    return Exit.success;
  },
};
