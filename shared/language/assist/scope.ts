/** What can be read from an asset type, for completion and hover: names with their meaning on one asset of it. */
import type { Asset, AssetType } from "../../model/project.ts";
import { quoteName } from "../../model/path.ts";
import { displayUnit } from "../../units/displayUnit.ts";
import type { Analysis } from "../analyse.ts";
import type { Fact } from "../Facts.ts";
import type { NameNode } from "../syntax.ts";

/** The first asset of a type, or one that stands for it while there is none. */
export function exampleAsset(analysis: Analysis, type: AssetType): Asset {
  return analysis.symbols.assetsOf(type.id)[0] ?? { id: "", name: type.name, type: type.id, order: 0, parameters: {}, facts: {}, lifecycle: { state: "provisioning", sinceUs: 0 } };
}

/** A name given by its segments, as the checker takes it. */
export function nameOf(segments: readonly string[]): NameNode {
  return { kind: "name", segments: segments.map((name) => ({ name, start: 0, end: 0 })), start: 0, end: 0 };
}

export interface ReadableName {
  /** As it is written, with back-quotes where needed. */
  readonly text: string;
  readonly fact: Fact;
  /** The asset it belongs to, when it is not the one read from. */
  readonly owner?: Asset;
}

/** Assets that a name can lead to in one step, with the word for the step. */
function steps(analysis: Analysis, asset: Asset): { readonly word: string; readonly asset: Asset }[] {
  const words = analysis.symbols.namesFrom(asset);
  return [...new Set(words)].flatMap((word) => {
    const next = analysis.symbols.assetAt(asset, [word]);
    return next ? [{ word, asset: next }] : [];
  });
}

/** All names that read a value from the asset: its own, and those one step away. `prefix` is put before each. */
export function readableNames(analysis: Analysis, asset: Asset, prefix = ""): ReadableName[] {
  const own = ownNames(analysis, asset).map(({ text, fact }) => ({ text: prefix + text, fact }));
  const further = steps(analysis, asset).flatMap(({ word, asset: next }) => ownNames(analysis, next).map(({ text, fact }) => ({ text: `${prefix}${quoteName(word)}.${text}`, fact, owner: next })));
  return [...own, ...further];
}

function ownNames(analysis: Analysis, asset: Asset): ReadableName[] {
  return [...new Set(analysis.symbols.namesFrom(asset))].flatMap((word) => {
    const fact = analysis.facts.find(asset, nameOf(word.split(".")));
    return fact.kind === "missing" ? [] : [{ text: quoteName(word), fact }];
  });
}

/** A fact in a few words: `°C`, `off | auto | hand`, `true or false`. */
export function factDetail(fact: Fact): string {
  switch (fact.kind) {
    case "number": case "output": case "constant": return displayUnit(fact.unit) || "number";
    case "enum": return fact.members.join(" | ");
    case "truth": return "true or false";
    case "text": case "assetName": return "text";
    default: return "";
  }
}
