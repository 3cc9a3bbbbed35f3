/** The project's own rule templates as completions: their calls, and whole rules made from them. */
import type { AssetType } from "../../model/project.ts";
import { compatible } from "../../units/convert.ts";
import { isUnitError, parseUnit } from "../../units/parseUnit.ts";
import type { Analysis } from "../analyse.ts";
import { parameterKind } from "../checkParameters.ts";
import type { Fact } from "../Facts.ts";
import { spellName } from "../names.ts";
import type { ParameterSyntax, TemplateSyntax } from "../syntax.ts";
import type { Completion } from "./complete.ts";
import { exampleAsset, readableNames } from "./scope.ts";

/** What stands behind `rule NAME on TYPE = `: calls of the templates visible in the file, those that the type can fill first. */
export function templateCalls(file: string, analysis: Analysis, type: AssetType): Completion[] {
  const can = (template: TemplateSyntax): boolean => fills(factsOf(analysis, type), template);
  const templates = visible(file, analysis);
  return [...templates.filter(can), ...templates.filter((template) => !can(template))]
    .map((template) => item(template, template.name.name, call(template, 1)));
}

/** What an empty line may begin: a rule from each template, on the first type that can fill it; those that none can come last. */
export function templateRules(file: string, analysis: Analysis): Completion[] {
  const types = Object.values(analysis.project.types).map((type) => ({ name: type.name, facts: factsOf(analysis, type) }));
  const items = visible(file, analysis).map((template) => {
    const on = types.find(({ facts }) => fills(facts, template));
    const insert = `rule \${1:Name} on \${2:${escaped(on?.name ?? "Type")}} = ${call(template, 3)}`;
    return { isFilled: on !== undefined, item: item(template, `rule = ${template.name.name}`, insert) };
  });
  return [...items.filter(({ isFilled }) => isFilled), ...items.filter(({ isFilled }) => !isFilled)].map((each) => each.item);
}

function visible(file: string, { functions }: Analysis): TemplateSyntax[] {
  const scope = functions.of(file);
  return [...scope.templateNames].flatMap((name) => scope.template(name)?.syntax ?? []);
}

function item(template: TemplateSyntax, label: string, insert: string): Completion {
  const detail = template.parameters.map(({ name, unit, value }) => `${name.name} : ${unit.name}${value ? " (may be left out)" : ""}`).join(", ");
  return { label, insert, kind: "snippet", detail, ...(template.doc !== undefined && { description: template.doc }) };
}

/** Its call, with a place for each value that must be given: one left out follows the template when that is changed. */
function call({ name, parameters }: TemplateSyntax, firstPlace: number): string {
  const places = required(parameters).map((parameter, index) => `\${${firstPlace + index}:${escaped(parameter.name.name)}}`);
  return `${escaped(spellName(name.name))}(${places.join(", ")})`;
}

function required(parameters: readonly ParameterSyntax[]): ParameterSyntax[] {
  return parameters.filter(({ value }) => !value);
}

/** The type's own: what its parts and neighbours have depends on the asset. */
function factsOf(analysis: Analysis, type: AssetType): Fact[] {
  return readableNames(analysis, exampleAsset(analysis, type)).flatMap(({ fact, owner }) => (owner ? [] : [fact]));
}

/** Whether the type has something to read for each value that must be given. */
function fills(facts: readonly Fact[], { parameters }: TemplateSyntax): boolean {
  return required(parameters).every((parameter) => {
    const kind = parameterKind(parameter);
    // A text is mostly a literal; a condition and an event are made from whatever can be read.
    if (kind !== undefined) return kind === "text" || facts.length > 0;
    const unit = parseUnit(parameter.unit.name);
    if (isUnitError(unit)) return false;
    // Times and plain numbers are mostly literals too.
    if (unit.dimension.key === "T1" || unit.dimension.key === "") return true;
    return facts.some((fact) => (fact.kind === "number" || fact.kind === "constant" || fact.kind === "output") && compatible(fact.unit, unit));
  });
}

/** A name as it stands in a snippet, where `$`, `}` and `\` mean something. */
function escaped(name: string): string {
  return name.replaceAll(/[\\$}]/g, String.raw`\$&`);
}
