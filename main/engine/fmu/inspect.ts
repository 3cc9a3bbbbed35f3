/** An FMU's file, looked at: its archive, its description, its fingerprint, and whether it can run here. Nothing of it is executed. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { FmuFacts } from "../../../shared/contract/fmus.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { FmuArchive } from "./archive.ts";
import { describe, majorOf, type Description } from "./describe.ts";
import { libraryPath, platformsIn } from "./platforms.ts";

const MAX_FILE_BYTES = 1024 ** 3;
const MAX_DESCRIPTION_BYTES = 128 * 1024 ** 2;

/** A file as it was read: its facts and its contents belong together, whatever happens to the file since. */
export interface InspectedFmu {
  readonly facts: FmuFacts;
  readonly archive: FmuArchive;
}

/** `file` is its path inside the project, `path` on the disk. Throws `not-found`, `damaged` or `limit`. */
export async function inspectFmu(file: string, path: string): Promise<InspectedFmu> {
  const name = basename(file);
  const bytes = await readWhole(name, path);
  const archive = await FmuArchive.open(name, bytes);
  const xml = await archive.read("modelDescription.xml", MAX_DESCRIPTION_BYTES);
  if (!xml) throw new TwinError("damaged", `${name} holds no modelDescription.xml, so it is no FMU.`);
  const description = describe(decode(xml, name), name);
  const platforms = platformsIn(archive.paths);
  const unfit = reasonAgainst(description, new Set(archive.paths), platforms);
  return { archive, facts: { file, sizeBytes: bytes.byteLength, hash: createHash("sha256").update(bytes).digest("hex"), ...description, platforms, ...(unfit !== undefined && { unfit }) } };
}

async function readWhole(name: string, path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new TwinError("not-found", `There is no file ${name} in the project's folder models.`);
  if (found.size > MAX_FILE_BYTES) throw new TwinError("limit", `${name} is larger than ${MAX_FILE_BYTES / 1024 ** 2} MB.`);
  return readFile(path);
}

function decode(xml: Buffer, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(xml);
  } catch (error) {
    throw new TwinError("damaged", `modelDescription.xml of ${name} is not in UTF-8, as the standard asks.`, { cause: error });
  }
}

/** Why it cannot run here, in plain words. */
function reasonAgainst({ capabilities, interfaces, fmiVersion, variables }: Description, paths: ReadonlySet<string>, platforms: readonly string[]): string | undefined {
  if (!capabilities) return `It offers ${interfaces.join(" and ") || "no interface"} only, and what runs here is co-simulation and model exchange. Export it for one of these.`;
  if (capabilities.needsExecutionTool) return "It needs the tool that it was made with while it runs. Export it with the tool's solver inside.";
  const states = new Set(capabilities.exchange?.states.map((state) => state.name));
  const array = variables.find(({ name, unusable }) => states.has(name) && unusable !== undefined);
  if (array) return `Its state ${array.name} is ${array.unusable ?? ""}, and only states that are single numbers are solved for. Export it for co-simulation.`;
  const library = libraryPath(majorOf(fmiVersion) ?? 3, capabilities.modelIdentifier);
  if (library !== undefined && paths.has(library)) return undefined;
  return platforms.length === 0
    ? "It holds no library at all, only sources or nothing. Export it with libraries."
    : `It holds libraries for ${platforms.join(", ")}, and none for this machine (${library?.split("/")[1] ?? `${process.platform} ${process.arch}`}${library === undefined ? "" : `: ${library} is missing`}). Export it for this platform as well.`;
}
