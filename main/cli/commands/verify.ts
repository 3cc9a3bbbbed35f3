/** `verify DIR RUN...`: repeats runs from what they recorded and says whether they are the same to the last bit. */
import type { Verification } from "../../../shared/contract/runs.ts";
import { differenceText } from "../../../shared/contract/runTexts.ts";
import { projectFolder } from "../../shell/index.ts";
import type { Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { runSignalName } from "../runDocument.ts";
import { listRuns, resolveRun } from "../runName.ts";
import { withEngine } from "../withEngine.ts";

/** More at once would be a mistake in a script. */
const MOST_RUNS = 1_000;

export const verifyCommand: Command = {
  options: {},
  positionals: { min: 2, max: MOST_RUNS },
  run: async (input) => {
    const [folder, ...asked] = input.positionals;
    return withEngine(await projectFolder(folder), async (client, project) => {
      const found: Verification[] = [];
      const runs = await listRuns(client);
      const ids = asked.map((text) => resolveRun(runs, text).id);
      for (const run of ids) found.push(await client.runs.verify({ run }, { signal: input.signal }));
      const name = (id: string): string => runSignalName(project, id);
      const document = { runs: found.map(({ run, identical, differences, textsSince }) => ({ run, identical, differences: differences.map((one) => ("signals" in one ? { ...one, signals: one.signals.map(name) } : one)), textsSince })) };
      await input.output.result(document, () => found.flatMap(({ run, identical, differences }) => [`${run}: ${identical ? "identical" : "not identical"}`, ...differences.map((one) => `  ${differenceText(one, name)}`)]));
      for (const { run, textsSince } of found) if (textsSince.length > 0) input.output.say(`${run} was repeated from its own texts; saved otherwise since: ${textsSince.join(", ")}.`);
      return found.every(({ identical }) => identical) ? Exit.success : Exit.finding;
    });
  },
};
