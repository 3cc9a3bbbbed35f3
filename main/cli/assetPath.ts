/** From what a person types to an asset. */
import { TwinError } from "../../shared/contract/errors.ts";
import { formatPath } from "../../shared/model/path.ts";
import type { Project } from "../../shared/model/project.ts";
import { assetPath } from "../../shared/model/signals.ts";
import { nearest } from "../../shared/units/nearest.ts";

/** The asset of this path. Throws `not-found` with the nearest one. */
export function resolveAsset(project: Project, text: string): string {
  const byPath = new Map(Object.keys(project.assets).flatMap((id): [string, string][] => [[formatPath(assetPath(project, id)), id], [assetPath(project, id).join("."), id]]));
  const found = byPath.get(text);
  if (found !== undefined) return found;
  const near = nearest(text, byPath.keys());
  throw new TwinError("not-found", `There is no asset ${text}.${near === undefined ? "" : ` Nearest: ${near}.`}`);
}
