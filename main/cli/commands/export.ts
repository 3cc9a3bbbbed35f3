/** `export DIR RUN FILE`: all outputs of a run as CSV or Parquet, by the file's name. */
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { projectFolder } from "../../shell/index.ts";
import type { Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { listRuns, resolveRun } from "../runName.ts";
import { usageError } from "../usage.ts";
import { withEngine } from "../withEngine.ts";

const FORMATS: Readonly<Record<string, "csv" | "parquet">> = { ".csv": "csv", ".parquet": "parquet" };

export const exportCommand: Command = {
  options: {},
  positionals: { min: 3, max: 3 },
  run: async (input) => {
    const [folder, asked = "", file = ""] = input.positionals;
    const format = FORMATS[extname(file).toLowerCase()];
    if (!format) throw usageError(`export: ${file} should end with .csv or .parquet.`);
    return withEngine(await projectFolder(folder), async (client) => {
      const { id: run } = resolveRun(await listRuns(client), asked);
      let bytes = 0;
      const pieces = client.runs.export({ run, format }, { signal: input.signal })[Symbol.asyncIterator]();
      // A run that is not there leaves no file.
      let piece = await pieces.next();
      const handle = await open(file, "w");
      try {
        for (; piece.done !== true; piece = await pieces.next()) {
          await handle.write(piece.value);
          bytes += piece.value.length;
        }
      } finally {
        await handle.close();
      }
      await input.output.result({ run, file, format, bytes }, () => [`${run}: ${bytes.toLocaleString("en")} bytes in ${file}`]);
      return Exit.success;
    });
  },
};
