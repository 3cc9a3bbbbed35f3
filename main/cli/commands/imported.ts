/** `fmu DIR [FILE]` and `onnx DIR [FILE]`: a project's imported models of that kind, or what one says of itself; adds one, lets an FMU run on this machine, makes a model text. */
import { basename, isAbsolute, join, resolve } from "node:path";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ImportedInspection } from "../../../shared/contract/imported.ts";
import { entryText, sizeText } from "../../../shared/contract/importedTexts.ts";
import type { ImportKind } from "../../../shared/language/words.ts";
import { projectFolder } from "../../shell/index.ts";
import { flag, type Command, type CommandInput } from "../Command.ts";
import { linesOfImported } from "../importedLines.ts";
import { Exit } from "../output.ts";
import { usageError } from "../usage.ts";
import { withEngine } from "../withEngine.ts";

const WORDS = { fmu: "FMU", onnx: "ONNX model" } as const;
/** An ONNX model is data, and needs nobody's leave. */
const FLAGS = { fmu: ["add", "allow", "forbid", "text"], onnx: ["add", "text"] } as const;

export function importedCommand(kind: ImportKind): Command {
  return {
    options: Object.fromEntries(FLAGS[kind].map((name) => [name, { type: "boolean" }])),
    positionals: { min: 1, max: 2 },
    run: async (input) => {
      const { positionals: [folder, file], output } = input;
      const given = FLAGS[kind].filter((name) => flag(input, name));
      if (given.length > 1 && !(given.length === 2 && given[0] === "add" && given[1] === "allow")) throw usageError(`${kind}: --${given.join(" and --")} do not go together.`);
      if (given.length > 0 && file === undefined) throw usageError(`${kind}: --${given[0]} needs a file.`);
      return withEngine(await projectFolder(folder), async (client) => {
        if (file === undefined) {
          const files = (await client.imported.list({})).files.filter((entry) => entry.kind === kind);
          await output.result({ files }, () => (files.length === 0 ? [`There is no ${WORDS[kind]} in this project. twinbench ${kind} DIR FILE --add brings one.`] : files.map((entry) => `${entry.file}\t${sizeText(entry.sizeBytes)}\t${entryText(entry)}`)));
          return Exit.success;
        }
        if (flag(input, "text")) {
          const made = await client.imported.text({ file: inProject(file, kind) });
          await output.result(made, () => [made.text.trimEnd()]);
          return Exit.success;
        }
        const inspection = await inspect(client, file, kind, input);
        await output.result(inspection, () => linesOfImported(inspection));
        return Exit.success;
      });
    },
  };
}

async function inspect(client: EngineClient, file: string, kind: ImportKind, input: CommandInput): Promise<ImportedInspection> {
  if (flag(input, "add") && !file.toLowerCase().endsWith(`.${kind}`)) throw new TwinError("bad-input", `${file} is no ${WORDS[kind]}: its name does not end in .${kind}.`);
  const added = flag(input, "add") ? await client.imported.add({ path: resolve(file) }) : undefined;
  const path = added?.facts.file ?? inProject(file, kind);
  if (flag(input, "forbid")) return client.imported.forbid({ file: path });
  const inspection = added ?? (await client.imported.inspect({ file: path }));
  return flag(input, "allow") ? client.imported.allow({ file: path, hash: inspection.facts.hash }) : inspection;
}

/** `chiller.fmu` and `models/chiller.fmu` are one. */
function inProject(file: string, kind: ImportKind): string {
  if (isAbsolute(file) || file.includes("..")) throw new TwinError("bad-input", `${file} is not in this project. twinbench ${kind} DIR ${file} --add brings it there.`);
  return join("models", basename(file)).replaceAll("\\", "/");
}
