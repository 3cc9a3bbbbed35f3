/** From what a person types to an asset. */
import { TwinError } from "../../shared/contract/errors.ts";
import { formatPath } from "../../shared/model/path.ts";
import type { Project } from "../../shared/model/project.ts";
import { assetPath } from "../../shared/model/signals.ts";
import { nearest } from "../../shared/units/nearest.ts";
import { findByPath } from "./shortPath.ts";

/** The asset of this path, or of an end of one that is the only one. Throws `not-found` with the nearest one, `bad-input` where several end so. */
export function resolveAsset(project: Project, text: string): string {
  const assets = Object.keys(project.assets).map((id) => ({ path: assetPath(project, id), thing: id }));
  const found = findByPath(assets, text);
  if (found !== undefined) return found;
  const near = nearest(text, assets.flatMap(({ path }) => [formatPath(path), path.join(".")]));
  throw new TwinError("not-found", `There is no asset ${text}.${near === undefined ? "" : ` Nearest: ${near}.`}`);
}
