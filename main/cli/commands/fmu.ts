/** `fmu DIR [FILE]`: a project's FMUs, or what one says of itself; adds one, lets it run on this machine, makes a model text of it. */
import { basename, isAbsolute, join, resolve } from "node:path";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { FmuFacts, FmuInspection } from "../../../shared/contract/fmus.ts";
import { projectFolder } from "../../shell/index.ts";
import { flag, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { usageError } from "../usage.ts";
import { withEngine } from "../withEngine.ts";

const FLAGS = ["add", "allow", "forbid", "text"] as const;

export const fmuCommand: Command = {
  options: { add: { type: "boolean" }, allow: { type: "boolean" }, forbid: { type: "boolean" }, text: { type: "boolean" } },
  positionals: { min: 1, max: 2 },
  run: async (input) => {
    const { positionals: [folder, file], output } = input;
    const given = FLAGS.filter((name) => flag(input, name));
    if (given.length > 1 && !(given.length === 2 && given[0] === "add" && given[1] === "allow")) throw usageError(`fmu: --${given.join(" and --")} do not go together.`);
    if (given.length > 0 && file === undefined) throw usageError(`fmu: --${given[0]} needs a file.`);
    return withEngine(await projectFolder(folder), async (client) => {
      if (file === undefined) {
        const { files } = await client.fmus.list({});
        await output.result({ files }, () => (files.length === 0 ? ["There is no FMU in this project. twinbench fmu DIR FILE --add brings one."] : files.map(({ file: path, sizeBytes, allowed }) => `${path}\t${sizeInMb(sizeBytes)}\t${allowed ? "may run on this machine" : "not allowed to run here"}`)));
        return Exit.success;
      }
      if (flag(input, "text")) {
        const made = await client.fmus.text({ file: inProject(file) });
        await output.result(made, () => [made.text.trimEnd()]);
        return Exit.success;
      }
      const inspection = await inspect(client, file, input);
      await output.result(inspection, () => linesOf(inspection));
      return Exit.success;
    });
  },
};

async function inspect(client: EngineClient, file: string, input: CommandInput): Promise<FmuInspection> {
  const added = flag(input, "add") ? await client.fmus.add({ path: resolve(file) }) : undefined;
  const path = added?.facts.file ?? inProject(file);
  if (flag(input, "forbid")) return client.fmus.forbid({ file: path });
  const inspection = added ?? (await client.fmus.inspect({ file: path }));
  return flag(input, "allow") ? client.fmus.allow({ file: path, hash: inspection.facts.hash }) : inspection;
}

/** `chiller.fmu` and `models/chiller.fmu` are one. */
function inProject(file: string): string {
  if (isAbsolute(file) || file.includes("..")) throw new TwinError("bad-input", `${file} is not in this project. twinbench fmu DIR ${file} --add brings it there.`);
  return join("models", basename(file)).replaceAll("\\", "/");
}

const sizeInMb = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

function linesOf({ facts, consent }: FmuInspection): string[] {
  const { capabilities } = facts;
  return [
    `${facts.file}: ${facts.model}, FMI ${facts.fmiVersion}, ${facts.interfaces.join(" and ") || "no interface"}, ${sizeInMb(facts.sizeBytes)}`,
    ...(facts.description === undefined ? [] : [facts.description]),
    `origin: ${originOf(facts)}`,
    `sha-256: ${facts.hash}`,
    `platforms: ${facts.platforms.join(", ") || "none"}`,
    facts.unfit === undefined ? "runs here" : `does not run here: ${facts.unfit}`,
    consent ? `allowed to run on this machine since ${new Date(consent.allowedUs / 1_000).toISOString()}` : "not allowed to run on this machine; --allow lets it",
    ...(capabilities ? [`can: ${[["change its step", capabilities.variableStep], ["save its state", capabilities.serializeState], ["event mode", capabilities.eventMode]].flatMap(([word, has]) => (has === true ? [word] : [])).join(", ") || "step"}`] : []),
    ...facts.notes,
    ...facts.variables.filter(({ causality }) => causality !== "local").map(({ name, causality, type, unit, start, unusable }) => `${causality}\t${name}\t${type}\t${unit ?? ""}\t${start ?? ""}\t${unusable ?? ""}`.trimEnd()),
  ];
}

function originOf({ origin }: FmuFacts): string {
  return Object.entries(origin).map(([key, value]) => `${key} ${value}`).join(", ") || "it does not say";
}
