/** `backtest DIR`: what the rules of the texts as they are saved would have done over a span of history. */
import type { EngineClient } from "../../../shared/contract/contract.ts";
import type { Interval } from "../../../shared/contract/rules.ts";
import { formatPath } from "../../../shared/model/path.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { textOption, type Command } from "../Command.ts";
import { Exit, type Output } from "../output.ts";
import { listRuns, resolveRun } from "../runName.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { withEngine } from "../withEngine.ts";

export const backtestCommand: Command = {
  options: { ...spanOptions, rule: { type: "string" }, run: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    const rule = textOption(input, "rule");
    const asked = textOption(input, "run");
    await withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      await sayWhatDoesNotRun(client, input.output);
      const run = asked === undefined ? undefined : resolveRun(await listRuns(client), asked).id;
      const { span, results, notRun } = await client.rules.backtest({ saved: true, span: readSpan(input, project), ...(rule !== undefined && { rule }), ...(run !== undefined && { run }) }, { signal: input.signal });
      const document = {
        from: formatIso(span.fromUs),
        to: formatIso(span.toUs),
        notRun: notRun.map((one) => ({ rule: one.rule, asset: formatPath(assetPath(project, one.assetId)), reason: one.reason })),
        results: results.map((result) => ({ rule: result.rule, asset: formatPath(assetPath(project, result.assetId)), intervals: result.intervals.map(toDocument), unknown: result.unknown.map(toDocument), ...(result.measured && { measured: result.measured.map(toDocument) }) })),
      };
      for (const { rule: name, reason } of document.notRun) input.output.say(`${name} is not run: ${reason}.`);
      await input.output.result(document, () => document.results.flatMap(({ rule: name, asset, intervals, measured }) => [`${name} on ${asset}: ${times(intervals)}${measured ? ` in the run, ${times(measured)} as measured` : ""}`, ...intervals.map(({ from, to }) => `  ${from} to ${to ?? "still active"}`)]));
    });
    return Exit.success;
  },
};

function times(intervals: readonly unknown[]): string {
  return intervals.length === 0 ? "never" : `${intervals.length} ${plural(intervals.length, "time")}`;
}

/** A rule that does not compile is not in the results; who reads them should know. */
async function sayWhatDoesNotRun(client: EngineClient, output: Output): Promise<void> {
  for await (const statuses of client.rules.status({})) {
    for (const { file, diagnostics } of statuses) {
      const errors = diagnostics.filter(({ severity }) => severity === "error").length;
      if (errors > 0) output.say(`${file} has ${errors} ${plural(errors, "error")}: what they stand in is left out. See: twinbench check`);
    }
    return;
  }
}

function toDocument({ fromUs, toUs, truncated }: Interval): { from: string; to: string | null; truncated: boolean } {
  return { from: formatIso(fromUs), to: toUs === undefined ? null : formatIso(toUs), truncated };
}
