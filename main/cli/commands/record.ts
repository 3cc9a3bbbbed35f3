/** `record DIR [--for 60s]`: connects the project's sources and records, until the time is over or Ctrl+C. Other commands attach meanwhile. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { plural } from "../../../shared/plural.ts";
import { formatIso, systemClock } from "../../../shared/time/time.ts";
import { openNodeEngine, projectFolder, serveLocally } from "../../shell/index.ts";
import { textOption, type Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { parseDurationMs } from "../time.ts";
import { refuseIfOpen } from "../withEngine.ts";

const DEFAULT_DURATION = "60s";

export const recordCommand: Command = {
  options: { for: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    const durationMs = parseDurationMs(textOption(input, "for") ?? DEFAULT_DURATION, "--for");
    const folder = await projectFolder(input.positionals[0]);
    await refuseIfOpen(folder);
    const engine = await openNodeEngine(folder, { role: "recording", connect: true });
    if (engine.readOnly) {
      await engine.close();
      throw new TwinError("read-only", `Nothing can be recorded: the folder ${folder} cannot be written to.`);
    }
    const local = await serveLocally(engine, "recording");
    await engine.begun;
    const fromUs = systemClock();
    await waited(durationMs, input.signal);
    await local.close();
    const recorded = await engine.close();
    const document = { from: formatIso(fromUs), to: formatIso(systemClock()), samples: recorded.samples, gaps: recorded.gaps, lost: recorded.lost };
    await input.output.result(document, () => [`Recorded ${document.samples} ${plural(document.samples, "sample")} from ${document.from} to ${document.to}; ${document.gaps} ${plural(document.gaps, "gap")}, ${document.lost} lost`]);
    return Exit.success;
  },
};

/** The duration, or less if aborted: stopping early is how a recording is usually ended. */
function waited(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
