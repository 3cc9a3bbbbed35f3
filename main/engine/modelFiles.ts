/** Files of imported models: they lie in the project's folder models, and nothing else is read for one. */
import { constants, copyFile, mkdir, realpath } from "node:fs/promises";
import { basename, isAbsolute, join, relative, sep } from "node:path";
import { TwinError } from "../../shared/contract/errors.ts";
import type { ImportKind } from "../../shared/language/words.ts";

export const MODELS_FOLDER = "models";

/** The place on the disk of a file of the project. Throws `not-found` for what is none, `refused` for a link out of the project. */
export async function pathOfModel(folder: string, file: string, kind: ImportKind): Promise<string> {
  const root = await realpath(folder);
  const path = await realpath(join(root, file)).catch(() => undefined);
  if (!new RegExp(`^${MODELS_FOLDER}/[^/\\\\]+\\.${kind}$`, "i").test(file) || path === undefined) throw new TwinError("not-found", `There is no ${file} in this project. ${kind === "fmu" ? "FMUs" : "ONNX models"} lie in its folder ${MODELS_FOLDER}.`);
  refuseOutside(root, path, file);
  return path;
}

/** Throws `refused` where a path, links followed, leads out of the project's folder. */
export function refuseOutside(root: string, path: string, file: string): void {
  const way = relative(root, path);
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) throw new TwinError("refused", `${file} is a link out of the project, and is not followed.`);
}

/** The path in the project that a file from elsewhere gets. */
export function modelFileOf(path: string, kind: ImportKind): string {
  return `${MODELS_FOLDER}/${basename(path).replace(new RegExp(`\\.${kind}$`, "i"), "").replaceAll(/[^\p{L}\p{N}_ .-]+/gu, "-")}.${kind}`;
}

/** The project's folder for models, links followed; made where there is none. Throws `refused` where it is a link out of the project. */
export async function modelsFolder(folder: string): Promise<string> {
  await mkdir(join(folder, MODELS_FOLDER), { recursive: true });
  const [root, path] = [await realpath(folder), await realpath(join(folder, MODELS_FOLDER))];
  refuseOutside(root, path, MODELS_FOLDER);
  return path;
}

/** What was found of a file; undefined where it is none that can be used. Throws what is the disk's trouble and not the file's. */
export async function ifReadable<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof TwinError) return undefined;
    throw error;
  }
}

/** What was found of a file that may be in the project already; undefined where there is none. Throws `refused` for one that cannot be read: it is another one then. */
export async function unlessMissing<T>(file: string, looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    const { code } = TwinError.from(error);
    if (code === "not-found") return undefined;
    throw code === "damaged" || code === "limit" ? another(file) : error;
  }
}

/** Copies a file from elsewhere to a path of the project's models folder at which there is nothing, no link either. Throws `refused` where there is something. */
export async function copyNew(from: string, folder: string, file: string): Promise<void> {
  try {
    await copyFile(from, join(folder, basename(file)), constants.COPYFILE_EXCL);
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "EEXIST" ? another(file) : error;
  }
}

/** Why a file is not added: one of its name is there, with other contents. */
export function another(file: string): TwinError {
  return new TwinError("refused", `There is another ${file} in this project already. Rename the file that is to be added, or delete the other one.`);
}
