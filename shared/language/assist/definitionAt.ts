/** Go to definition: where the thing under the cursor is defined, in a text or in the project's model. */
import type { Project, TwinText } from "../../model/project.ts";
import { analyse, type Analysis } from "../analyse.ts";
import { nameOfUse } from "../definitions.ts";
import type { Named } from "../syntax.ts";
import { declarationIn, nodeAt, type NodeAtCursor } from "./nodeAt.ts";
import { exampleAsset } from "./scope.ts";

export type DefinitionTarget =
  | { readonly kind: "text"; readonly file: string; readonly start: number; readonly end: number }
  /** An asset type, and a signal, parameter or state of it by its name where one is meant. */
  | { readonly kind: "type"; readonly typeId: string; readonly member?: string };

export function definitionAt(texts: readonly TwinText[], project: Project, fileId: string, offset: number): DefinitionTarget | undefined {
  const analysis = analyse(texts, project);
  const node = nodeAt(analysis.trees.find(({ tree }) => tree.file === fileId)?.tree.definitions ?? [], offset);
  return node && targetOf(node, analysis, fileId);
}

function inText(file: string, { start, end }: Named): DefinitionTarget {
  return { kind: "text", file, start, end };
}

function targetOf(node: NodeAtCursor, analysis: Analysis, file: string): DefinitionTarget | undefined {
  const { definition } = node;
  const word = node.kind === "name" ? (node.name.segments[0]?.name ?? "") : node.word.name;
  if (definition.kind === "model") {
    const line = declarationIn(definition, word);
    return line ? inText(file, line.name) : node.kind === "definition" ? inText(file, definition.name) : undefined;
  }
  const type = "type" in definition ? analysis.symbols.typeNamed(definition.type.name) : undefined;
  switch (node.kind) {
    case "definition": return inText(file, node.word);
    case "type": return type && { kind: "type", typeId: type.id };
    case "state": return type && { kind: "type", typeId: type.id, member: word };
    case "model": case "setting": case "output": case "derivative": {
      const model = definition.kind === "use" ? analysis.definitions.models.get(definition.model.name) : undefined;
      if (!model || node.kind === "model") return model && inText(model.file, model.syntax.name);
      const line = declarationIn(model.syntax, word);
      return line && inText(model.file, line.name);
    }
    case "name": return type && nameTarget(node, analysis, exampleAsset(analysis, type));
  }
}

function nameTarget(node: Extract<NodeAtCursor, { kind: "name" }>, analysis: Analysis, asset: ReturnType<typeof exampleAsset>): DefinitionTarget | undefined {
  const segments = node.name.segments.map(({ name }) => name);
  const resolution = analysis.symbols.resolve(asset, segments);
  const { definitions, project } = analysis;
  if (resolution.kind === "calc") {
    const typeId = project.assets[resolution.assetId]?.type ?? asset.type;
    const calc = definitions.calcs.find(({ type, syntax }) => type.id === typeId && syntax.name.name === resolution.name);
    return calc && inText(calc.file, calc.syntax.name);
  }
  if (resolution.kind === "output") {
    const use = definitions.uses.find(({ type, syntax }) => type.id === project.assets[resolution.assetId]?.type && nameOfUse(syntax).name === resolution.use);
    const model = use && definitions.models.get(use.syntax.model.name);
    const line = model && declarationIn(model.syntax, resolution.output);
    return model && line && inText(model.file, line.name);
  }
  if (resolution.kind === "signal") {
    const owner = project.assets[resolution.id.slice(0, resolution.id.indexOf("/"))] ?? asset;
    return { kind: "type", typeId: owner.type, member: resolution.def.name };
  }
  return resolution.kind === "parameter" || resolution.kind === "state" ? { kind: "type", typeId: asset.type, member: segments.join(".") } : undefined;
}
