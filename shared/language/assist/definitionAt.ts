/** Go to definition: where the thing under the cursor is defined, in a text or in the project's model. */
import type { Project, TwinText } from "../../model/project.ts";
import { analyse } from "../analyse.ts";
import { type Occurrence, occurrencesIn } from "./occurrences.ts";
import { smallestAt } from "./references.ts";
import { kindOf, type Target } from "./targets.ts";

export type DefinitionTarget =
  | { readonly kind: "text"; readonly file: string; readonly start: number; readonly end: number }
  /** An asset type, and a signal, parameter or state of it by its name where one is meant. */
  | { readonly kind: "type"; readonly typeId: string; readonly member?: string };

export function definitionAt(texts: readonly TwinText[], project: Project, fileId: string, offset: number): DefinitionTarget | undefined {
  const occurrences = occurrencesIn(analyse(texts, project));
  const [target] = smallestAt(occurrences, fileId, offset)?.targets ?? [];
  return target && (definedIn(occurrences, target) ?? inProject(target, texts, project));
}

function definedIn(occurrences: readonly Occurrence[], target: Target): DefinitionTarget | undefined {
  const defined = occurrences.find((found) => found.definition && found.targets.includes(target));
  return defined && { kind: "text", file: defined.file, start: defined.start, end: defined.end };
}

function inProject(target: Target, texts: readonly TwinText[], project: Project): DefinitionTarget | undefined {
  const [, first = "", second = ""] = target.split(":");
  const type = project.types[first];
  switch (kindOf(target)) {
    case "type": return type && { kind: "type", typeId: type.id };
    case "state": return type && { kind: "type", typeId: type.id, member: second };
    case "signal": case "assetParameter": {
      const member = [...(type?.signals ?? []), ...(type?.parameters ?? [])].find(({ id }) => id === second)?.name;
      return type && { kind: "type", typeId: type.id, ...(member !== undefined && { member }) };
    }
    // A member belongs to what has it: the key goes on with that one's.
    case "member": return inProject(target.slice(target.indexOf(":") + 1) as Target, texts, project);
    case "asset": {
      const asset = project.assets[first];
      return asset && { kind: "type", typeId: asset.type };
    }
    case "file": return texts.some(({ id }) => id === first) ? { kind: "text", file: first, start: 0, end: 0 } : undefined;
    default: return undefined;
  }
}
