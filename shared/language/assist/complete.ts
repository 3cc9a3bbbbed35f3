/** Completions at the cursor: types after `on`, names with units, units of the right dimension, clauses, members. */
import type { Project, TwinText } from "../../model/project.ts";
import { analyse, type Analysis } from "../analyse.ts";
import type { ModelSyntax } from "../syntax.ts";
import { FUNCTIONS } from "../functions.ts";
import { LIVE_WORD, MODEL_TAIL_WORDS, MODEL_WORDS, RULE_WORDS, SEVERITIES, TEMPORAL_WORDS } from "../words.ts";
import { contextAt, type CursorContext } from "./context.ts";
import { spellName } from "../names.ts";
import { nameOfUse } from "../definitions.ts";
import { limitsOf } from "../overrides.ts";
import { exampleAsset, factDetail, nameOf, readableNames, type ReadableName } from "./scope.ts";
import { templateCalls, templateRules } from "./templateChoices.ts";
import { durationUnits, everydayUnits, unitsLike } from "./unitChoices.ts";

export type CompletionKind = "type" | "signal" | "parameter" | "calc" | "output" | "unit" | "keyword" | "function" | "member" | "model" | "input" | "snippet";

export interface Completion {
  readonly label: string;
  /** What is written; in snippets `$1`, `$2` are places to fill, `$0` the last. */
  readonly insert: string;
  readonly kind: CompletionKind;
  /** Unit or members, a few letters. */
  readonly detail?: string;
  readonly description?: string;
  /** A signal whose last value may be shown beside it. */
  readonly signal?: string;
}

/** Completions and the span [start, end) that they replace. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

const DEFINITIONS: readonly Completion[] = [
  { label: "calc", insert: "calc ${1:name} on ${2:Type} = $0", kind: "snippet", description: "A signal calculated from others" },
  { label: "rule", insert: "rule ${1:Name} on ${2:Type} {\n  when     $0\n  severity ${3:high}\n  message  \"$4\"\n}", kind: "snippet", description: "An alarm with condition, severity and message" },
  { label: "model", insert: "model ${1:Name} {\n  input     ${2:x} : ${3:1}\n  output    ${4:y} : ${5:1} = $0\n}", kind: "snippet", description: "Equations that predict signals" },
  { label: "use", insert: "use ${1:Model} on ${2:Type} {\n  $0\n}", kind: "snippet", description: "A model tied to the signals of a type" },
  { label: "def", insert: "def ${1:name}(${2:x} : ${3:degC}) = $0", kind: "snippet", description: "A function of the project's own" },
  { label: "template", insert: "template ${1:Name}(${2:x} : ${3:degC}) {\n  when     $0\n  severity ${4:high}\n}", kind: "snippet", description: "The clauses of a rule, written once for many" },
  { label: "override", insert: "override ${1:Rule} on ${2:Asset} {\n  $0\n}", kind: "snippet", description: "Other limits of a rule, or parameters of a model, on one asset" },
  { label: "import", insert: "import \"$0\"", kind: "snippet", description: "The functions and templates of another file" },
];

/** What a line of a model begins with. */
const MODEL_LINES: readonly Completion[] = [
  ...MODEL_WORDS.map((word) => (word === "table" ? { label: word, insert: "table ${1:name}(${2:x} : ${3:1}) : ${4:1} = (${5:0, 0}), (${6:1, 1})", kind: "snippet" as const, description: "Values between points" } : keyword(word))),
  { label: "der", insert: "der($1) = $0", kind: "function" },
  { label: "each", insert: "each ${1:i} in ${2:1} .. ${3:10} {\n  der(${4:T}[${1:i}]) = $0\n}", kind: "snippet", description: "Equations of elements of a state: state T[10]" },
  { label: "when", insert: "when ${1:condition} {\n  $0\n}", kind: "snippet", description: "At the instant a condition comes true, states get new values" },
  { label: "when every", insert: "when every ${1:30 min} {\n  $0\n}", kind: "snippet", description: "The same by the clock" },
];

export function complete(texts: readonly TwinText[], project: Project, fileId: string, offset: number): Completions {
  const text = texts.find(({ id }) => id === fileId)?.text ?? "";
  const context = contextAt(text, offset, fileId);
  if (!context) return { start: offset, end: offset, items: [] };
  return { start: context.start, end: context.end, items: itemsAt(context, () => analyse(texts, project), project) };
}

function itemsAt(context: CursorContext, read: () => Analysis, project: Project): readonly Completion[] {
  const { before, definition } = context;
  const last = before.at(-1);
  const word = last?.kind === "word" ? last.value : "";
  if (word === "on") return definition?.word === "override" ? assets(project) : types(project);
  if (last?.kind === "symbol" && last.value === ":") return everydayUnits();
  if (word === "severity") return SEVERITIES.map((severity) => keyword(severity));
  if (!definition) return context.atLineStart || before.length === 0 ? [...DEFINITIONS, ...templateRules(context.file, read())] : [];
  if (word === "override") return overridable(read());
  if (word === "re-alarm") return [keyword("after")];
  if (word === "use") return [...read().definitions.models.keys()].map((name) => ({ label: name, insert: name, kind: "model" }));
  if (word === "quality") return [keyword("strict")];
  if (word === "unknown") return [keyword("after")];
  if (membersAt(context)) return types(project);
  if (last?.kind === "number") return unitsAfterNumber(context, read);
  const opened = definition.tokens.some((token) => token.value === "{") || definition.tokens.some((token) => token.value === "=");
  if (!opened) return definition.tokens.length > 1 && definition.word !== "model" ? [keyword("on")] : [];
  if (definition.word === "model") return modelItems(context, read());
  if (definition.word === "override") return context.atLineStart ? limitItems(definition, read()) : [];
  if (definition.word === "def" || definition.word === "template") return bodyItems(context, read());
  return typeItems(context, read(), project);
}

function keyword(label: string): Completion {
  return { label, insert: label, kind: "keyword" };
}

/** Types below `children(`. */
function membersAt({ before }: CursorContext): boolean {
  return before.at(-1)?.value === "(" && before.at(-2)?.value === "children";
}

function types(project: Project): Completion[] {
  return Object.values(project.types).map((type) => {
    const count = Object.values(project.assets).filter((asset) => asset.type === type.id).length;
    return { label: type.name, insert: type.name, kind: "type", detail: count === 1 ? "1 asset" : `${count} assets`, ...(type.description !== undefined && { description: type.description }) };
  });
}

function typeItems(context: CursorContext, analysis: Analysis, project: Project): readonly Completion[] {
  const { definition, before } = context;
  const type = Object.values(project.types).find((candidate) => candidate.name === definition?.type);
  if (!definition || !type) return [];
  if (definition.word === "rule") {
    if (context.atLineStart) return RULE_WORDS.filter((clause) => !definition.tokens.some((token) => token.kind === "word" && token.value === clause)).map(keyword);
    const state = stateItems(before, type.states);
    if (state) return state;
  }
  if (definition.word === "rule" && before.at(-1)?.value === "=" && !definition.tokens.some(({ value }) => value === "{")) return templateCalls(context.file, analysis, type);
  if (definition.word === "use" && context.atLineStart) return settingItems(definition, analysis);
  const asset = exampleAsset(analysis, type);
  const members = memberItems(context, analysis, asset);
  const names = namesFor(context, analysis, asset).map(nameItem);
  if (definition.word === "use") return names;
  if (context.typed.includes(".")) return [...members, ...names];
  return [...members, ...limitNames(definition, analysis), ...names, ...ownFunctions(context, analysis), ...expressionWords()];
}

function assets(project: Project): Completion[] {
  return Object.values(project.assets).map(({ name, type }) => ({ label: name, insert: spellName(name), kind: "member", detail: project.types[type]?.name ?? "" }));
}

/** What has limits or parameters. */
function overridable({ definitions: { rules, uses } }: Analysis): Completion[] {
  const names = new Set([...rules.map(({ syntax }) => syntax.name.name), ...uses.map(({ syntax }) => nameOfUse(syntax).name)]);
  return [...names].map((name) => ({ label: name, insert: spellName(name), kind: "member" }));
}

/** Limits that the rule being overridden has, or parameters of the use's model, that are not given yet. */
function limitItems({ tokens, name }: NonNullable<CursorContext["definition"]>, { definitions, functions, models }: Analysis): Completion[] {
  const rule = definitions.rules.find(({ syntax }) => syntax.name.name === name);
  const given = new Set(tokens.filter((_, index) => tokens[index + 1]?.value === "=").map(({ value }) => value));
  const use = rule ? undefined : definitions.uses.find(({ syntax }) => nameOfUse(syntax).name === name);
  const parameters = (use && models.get(use.syntax.model.name))?.program.parameters ?? [];
  if (use) return parameters.filter((parameter) => !given.has(parameter.name)).map((parameter) => ({ label: parameter.name, insert: `${spellName(parameter.name)} = `, kind: "parameter", detail: parameter.unit }));
  return (rule ? limitsOf(rule, functions) : []).filter((limit) => limit.reads === undefined && !given.has(limit.name.name))
    .map(({ name: limit, unit }) => ({ label: limit.name, insert: `${spellName(limit.name)} = `, kind: "parameter", detail: unit.name }));
}

/** The limits of the rule itself. */
function limitNames({ name }: NonNullable<CursorContext["definition"]>, { definitions }: Analysis): Completion[] {
  const limits = definitions.rules.find(({ syntax }) => syntax.name.name === name)?.syntax.limits ?? [];
  return limits.map((limit) => ({ label: limit.name.name, insert: spellName(limit.name.name), kind: "parameter", detail: limit.unit.name }));
}

/** Functions of the project that are visible in the file. */
function ownFunctions({ file }: CursorContext, { functions }: Analysis): Completion[] {
  const scope = functions.of(file);
  return [...scope.names].flatMap((name): Completion[] => {
    const own = scope.find(name)?.syntax;
    if (!own) return [];
    const places = own.parameters.map((_, index) => `$${index + 1}`).join(", ");
    return [{ label: name, insert: `${spellName(name)}(${places})`, kind: "function", detail: own.parameters.map((parameter) => `${parameter.name.name} : ${parameter.unit.name}`).join(", "), ...(own.doc !== undefined && { description: own.doc }) }];
  });
}

/** Inside a function or template: its parameters, and what can be called. */
function bodyItems(context: CursorContext, analysis: Analysis): readonly Completion[] {
  const { definition, atLineStart } = context;
  if (definition?.word === "template" && atLineStart) return RULE_WORDS.filter((clause) => !definition.tokens.some((token) => token.kind === "word" && token.value === clause)).map(keyword);
  const own = analysis.trees.find(({ tree }) => tree.file === context.file)?.tree.definitions.find((candidate) => (candidate.kind === "def" || candidate.kind === "template") && candidate.name.name === definition?.name);
  const parameters = own && "parameters" in own && own.kind !== "model" ? own.parameters : [];
  return [...parameters.map(({ name, unit }): Completion => ({ label: name.name, insert: spellName(name.name), kind: "parameter", detail: unit.name })), ...ownFunctions(context, analysis), ...expressionWords()];
}

/** Names as far as the typed path leads, and one step beyond. */
function namesFor({ typed }: CursorContext, analysis: Analysis, asset: ReturnType<typeof exampleAsset>): ReadableName[] {
  const segments = typed.split(".").slice(0, -1);
  for (let length = segments.length; length > 1; length -= 1) {
    const next = analysis.symbols.assetAt(asset, segments.slice(0, length).map((segment) => segment.replaceAll("`", "")));
    if (next) return readableNames(analysis, next, `${segments.slice(0, length).join(".")}.`);
  }
  return readableNames(analysis, asset);
}

function nameItem({ text, fact, owner }: ReadableName): Completion {
  const kind = fact.kind === "constant" ? "parameter" : fact.kind === "output" ? "output" : "signal" in fact && fact.signal.includes("/calc:") ? "calc" : "signal";
  return { label: text, insert: text, kind, detail: factDetail(fact), ...(owner && { description: `on ${owner.name}` }), ...("signal" in fact && { signal: fact.signal }) };
}

function expressionWords(): Completion[] {
  const calls = [...FUNCTIONS].filter(([, { kind }]) => kind !== "model").map(([name, { signatures }]): Completion => {
    const [first] = signatures;
    const places = (first?.operands ?? []).map((_, index) => `$${index + 1}`).join(", ");
    return { label: name, insert: `${name}(${places})`, kind: "function", ...(first && { description: first.help }) };
  });
  return [...calls, ...["and", "or", "not", "true", "false", ...TEMPORAL_WORDS].map(keyword)];
}

function stateItems(before: CursorContext["before"], states: readonly { readonly name: string; readonly members: readonly string[] }[]): Completion[] | undefined {
  const [third, second, last] = [before.at(-3), before.at(-2), before.at(-1)];
  if (last?.value === "state" && last.kind === "word") return states.map(({ name, members }) => ({ label: name, insert: `${name} = `, kind: "member", detail: members.join(" | ") }));
  if (last?.value !== "=" || third?.value !== "state") return undefined;
  return states.find(({ name }) => name === second?.value)?.members.map((member) => ({ label: member, insert: member, kind: "member" }));
}

/** Members of the enum on the left of == or !=. */
function memberItems({ before }: CursorContext, analysis: Analysis, asset: ReturnType<typeof exampleAsset>): Completion[] {
  const operator = before.at(-1);
  if (operator?.value !== "==" && operator?.value !== "!=") return [];
  const fact = analysis.facts.find(asset, nameOf(pathBefore(before.slice(0, -1))));
  return fact.kind === "enum" ? fact.members.map((member) => ({ label: member, insert: /^[\p{L}_][\p{L}\p{N}_]*$/u.test(member) ? member : `"${member}"`, kind: "member" })) : [];
}

/** The dotted name that ends the tokens. */
function pathBefore(tokens: CursorContext["before"]): string[] {
  const path: string[] = [];
  for (let at = tokens.length - 1; at >= 0; at -= 2) {
    const token = tokens[at];
    if (token?.kind !== "word" && token?.kind !== "quoted") break;
    path.unshift(token.value);
    if (tokens[at - 1]?.value !== ".") break;
  }
  return path;
}

function settingItems(definition: NonNullable<CursorContext["definition"]>, analysis: Analysis): Completion[] {
  const model = analysis.definitions.models.get(definition.name ?? "")?.syntax;
  if (!model) return [];
  const given = new Set(definition.tokens.filter((token, index) => token.first && (definition.tokens[index + 1]?.value === "=" || definition.tokens[index + 1]?.value === "~")).map((token) => token.value));
  const item = (name: string, unit: string, kind: CompletionKind, sign: string): Completion => ({ label: name, insert: `${name} ${sign} `, kind, detail: unit });
  return [
    ...model.inputs.map((input) => item(input.name.name, input.unit.name, "input", "=")),
    ...model.parameters.map((parameter) => item(parameter.name.name, parameter.unit.name, "parameter", "=")),
    ...model.outputs.map((output) => item(output.name.name, output.unit.name, "output", "~")),
    ...(definition.tokens.some((token) => token.first && token.value === LIVE_WORD) ? [] : [{ ...keyword(LIVE_WORD), description: "Runs along with the plant" }]),
  ].filter(({ label }) => !given.has(label));
}

function modelItems(context: CursorContext, analysis: Analysis): readonly Completion[] {
  if (context.atLineStart) return MODEL_LINES;
  const model = analysis.definitions.models.get(context.definition?.name ?? "")?.syntax;
  const names = model ? modelNames(model) : [];
  const calls = [...FUNCTIONS].flatMap(([name, { kind }]): Completion[] => (kind !== "plant" ? [{ label: name, insert: `${name}($1)`, kind: "function" }] : []));
  return [...names, ...calls, ...["in", ...MODEL_TAIL_WORDS, "and", "or", "not"].map(keyword)];
}

function modelNames(model: ModelSyntax): Completion[] {
  const all = [...model.inputs.map((entry) => [entry, "input"] as const), ...model.parameters.map((entry) => [entry, "parameter"] as const), ...model.states.map((entry) => [entry, "signal"] as const), ...model.outputs.map((entry) => [entry, "output"] as const)];
  const tables = model.tables.map(({ name, unit }): Completion => ({ label: name.name, insert: `${name.name}($1)`, kind: "function", detail: unit.name }));
  return [...tables, ...all.map(([{ name, unit }, kind]) => ({ label: name.name, insert: name.name, kind, detail: unit.name }))];
}

/** After a number: times behind `for` and the like, else units like that of the name compared with. */
function unitsAfterNumber({ before, definition }: CursorContext, read: () => Analysis): readonly Completion[] {
  const word = before.at(-2)?.value ?? "";
  if (["for", "within", "tolerate", "after", "every"].includes(word)) return durationUnits();
  if (word === "coverage") return everydayUnits().filter(({ label }) => label === "%");
  const analysis = read();
  const type = definition?.type === undefined ? undefined : analysis.symbols.typeNamed(definition.type);
  const path = type ? pathBefore(before.slice(0, -2)) : [];
  const fact = type && path.length > 0 ? analysis.facts.find(exampleAsset(analysis, type), nameOf(path)) : undefined;
  return fact?.kind === "number" || fact?.kind === "constant" ? unitsLike(fact.unit) : everydayUnits();
}
