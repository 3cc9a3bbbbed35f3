/** What is told about the thing under the cursor: unit, limits, description, where it comes from; and the signals to sketch. */
import type { AssetType, Project, SignalDef, TwinText } from "../../model/project.ts";
import { describeUnit } from "../../units/convert.ts";
import { coherentUnit, differenceUnit, type Unit } from "../../units/unit.ts";
import { displayUnit, withUnit } from "../../units/displayUnit.ts";
import { isUnitError, parseUnit } from "../../units/parseUnit.ts";
import { toNumber } from "../../units/rational.ts";
import { analyse, type Analysis } from "../analyse.ts";
import { projectUnit } from "../Facts.ts";
import { FUNCTIONS } from "../functions.ts";
import { lex } from "../lexer.ts";
import { pathOf } from "../names.ts";
import { declarationIn, nodeAt, type NodeAtCursor } from "./nodeAt.ts";
import { definedHover, docLines } from "./definedHover.ts";
import { occurrencesIn } from "./occurrences.ts";
import { smallestAt } from "./references.ts";
import { exampleAsset, factDetail } from "./scope.ts";
import { targetOf } from "./targets.ts";
import { WORD_HELP } from "./wordHelp.ts";

export interface Hover {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  /** Sentences, one a line. */
  readonly lines: readonly string[];
  /** Signals that the name reads, one per asset of the type, for last values and a sketch of their course. */
  readonly signals: readonly string[];
}

export function hover(texts: readonly TwinText[], project: Project, fileId: string, offset: number): Hover | undefined {
  const text = texts.find(({ id }) => id === fileId)?.text ?? "";
  const token = lex(text).find(({ start, end, kind }) => start <= offset && offset < end && kind !== "comment" && kind !== "end");
  if (!token) return undefined;
  if (token.kind === "unit") return unitHover(token.value, token);
  const analysis = analyse(texts, project);
  const node = nodeAt(analysis.trees.find(({ tree }) => tree.file === fileId)?.tree.definitions ?? [], offset);
  const told = node && nodeHover(node, analysis);
  if (told) return told;
  const found = smallestAt(occurrencesIn(analysis), fileId, offset);
  const type = found?.targets[0]?.startsWith("type:") ? Object.values(project.types).find(({ id }) => targetOf.type(id) === found.targets[0]) : undefined;
  if (found && type) return { start: found.start, end: found.end, title: type.name, lines: typeLines(type, analysis), signals: [] };
  const defined = found && definedHover(found, analysis, (file) => texts.find(({ id }) => id === file)?.text ?? "");
  if (found && defined) return { start: found.start, end: found.end, ...defined, signals: [] };
  const help = token.kind === "word" ? helpFor(token.value) : [];
  return help.length === 0 ? undefined : { start: token.start, end: token.end, title: token.value, lines: help, signals: [] };
}

/** The ways to call a function, or what a word means. */
function helpFor(word: string): string[] {
  const calls = FUNCTIONS.get(word)?.signatures.map(({ operands, help }) => `${word}(${operands.join(", ")}): ${help}`);
  const help = WORD_HELP.get(word);
  return calls ?? (help === undefined ? [] : [help]);
}

const NAMED = ["Hz", "N", "Pa", "J", "W", "C", "V", "F", "Ohm", "S", "Wb", "T", "H", "lx", "m3/s", "kg/s", "Pa.s", "W/K", "K/W", "J/K", "W/(m2.K)", "W/(m.K)", "J/(kg.K)", "J/kg", "N.m"];

/** The SI unit of the same dimension by the name people know: W rather than m²·kg/s³. */
function namedCoherent(unit: Unit): Unit {
  const named = NAMED.map((code) => parseUnit(code)).find((candidate): candidate is Unit => !isUnitError(candidate) && candidate.dimension.key === unit.dimension.key);
  return named ?? coherentUnit(unit.dimension);
}

function unitHover(text: string, { start, end }: { readonly start: number; readonly end: number }): Hover | undefined {
  const unit = parseUnit(text);
  if (isUnitError(unit)) return undefined;
  const size = differenceUnit(unit);
  const coherent = namedCoherent(unit);
  const lines = [describeUnit(unit), `UCUM code ${unit.code}`];
  if (coherent.code !== size.code && coherent.code !== "1") lines.push(`1 ${displayUnit(size)} = ${withUnit(String(toNumber(unit.factor)), coherent)}`);
  if (unit.point) lines.push(unit.point === "pressure" ? "A point on a scale; gauge pressure counts from the standard atmosphere, 101 325 Pa." : "A point on a scale; differences are in K.");
  return { start, end, title: displayUnit(unit) || "1", lines, signals: [] };
}

function nodeHover(node: NodeAtCursor, analysis: Analysis): Hover | undefined {
  const { definition } = node;
  const place = node.kind === "name" ? node.name : node.word;
  const word = node.kind === "name" ? pathOf(node.name) : node.word.name;
  const made = (title: string, lines: readonly string[], signals: readonly string[] = []): Hover => ({ start: place.start, end: place.end, title, lines, signals });
  if (definition.kind === "model" || node.kind === "setting" || node.kind === "output") {
    const model = definition.kind === "model" ? definition : definition.kind === "use" ? analysis.definitions.models.get(definition.model.name)?.syntax : undefined;
    const line = model && declarationIn(model, word);
    return line && made(word, [`${line.role} of model ${model.name.name}, ${unitOf(line.unit.name)}`]);
  }
  const type = "type" in definition ? analysis.symbols.typeNamed(definition.type.name) : undefined;
  if (!type) return undefined;
  if (node.kind === "type") return made(type.name, typeLines(type, analysis));
  if (node.kind === "name") return nameHover(node, analysis, type, made);
  return undefined;
}

function unitOf(text: string): string {
  const unit = parseUnit(text);
  return isUnitError(unit) ? text : describeUnit(unit);
}

function typeLines(type: AssetType, analysis: Analysis): string[] {
  const assets = analysis.symbols.assetsOf(type.id);
  const named = assets.slice(0, 5).map(({ name }) => name).join(", ");
  return [...(type.description === undefined ? [] : [type.description]), assets.length === 0 ? "No asset of this type yet." : `${assets.length} ${assets.length === 1 ? "asset" : "assets"}: ${named}${assets.length > 5 ? ", …" : ""}`];
}

function calcDoc({ definitions, project }: Analysis, { assetId, name }: { readonly assetId: string; readonly name: string }, type: AssetType): string[] {
  const typeId = project.assets[assetId]?.type ?? type.id;
  const calc = definitions.calcs.find((candidate) => candidate.type.id === typeId && candidate.syntax.name.name === name);
  return calc ? docLines(calc.syntax) : [];
}

function stateOrigin(analysis: Analysis, typeId: string, state: string): string {
  const rules = analysis.compiled.rules.setters(typeId, state).map(({ syntax }) => syntax.name.name);
  return rules.length === 0 ? "No rule sets it, so it is always the first of them." : `Set by ${rules.join(", ")}; the first of them while none of their alarms is active.`;
}

type Make = (title: string, lines: readonly string[], signals?: readonly string[]) => Hover;

function nameHover({ name }: Extract<NodeAtCursor, { kind: "name" }>, analysis: Analysis, type: AssetType, made: Make): Hover | undefined {
  const segments = name.segments.map((segment) => segment.name);
  const asset = exampleAsset(analysis, type);
  const resolution = analysis.symbols.resolve(asset, segments);
  const path = segments.join(".");
  const signals = analysis.symbols.assetsOf(type.id).flatMap((each) => {
    const fact = analysis.facts.find(each, name);
    return "signal" in fact ? [fact.signal] : [];
  });
  switch (resolution.kind) {
    case "signal": return made(path, signalLines(resolution.def), signals);
    case "parameter": return made(path, [`Parameter, ${withUnit(String(resolution.value), projectUnit(resolution.unit))} on ${asset.name}`]);
    case "calc": return made(path, [...calcDoc(analysis, resolution, type), `Calc, ${factDetail(analysis.facts.find(asset, name)) || "with an error"}`], signals);
    case "output": return made(path, [`Prediction of ${resolution.use}, ${factDetail(analysis.facts.find(asset, name))}`]);
    case "state": return made(path, [`Operational state, ${resolution.members.join(" | ")}`, stateOrigin(analysis, analysis.project.assets[resolution.assetId]?.type ?? type.id, resolution.name)]);
    case "assetName": return made(path, ["The asset's name."]);
    case "missing": return undefined;
  }
}

function signalLines(def: SignalDef): string[] {
  const unit = projectUnit(def.unit);
  const kind = def.dataType === "number" ? describeUnit(unit) : def.dataType === "enum" ? (def.members ?? []).join(" | ") : def.dataType === "boolean" ? "true or false" : "text";
  const { low, high } = def.limits ?? {};
  const limits = low === undefined && high === undefined ? [] : [`Limits ${low === undefined ? "…" : withUnit(String(low), unit)} to ${high === undefined ? "…" : withUnit(String(high), unit)}`];
  return [...(def.description === undefined ? [] : [def.description]), kind, ...limits];
}
