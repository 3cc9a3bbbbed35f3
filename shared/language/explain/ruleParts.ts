/**
 * A rule on one asset taken apart: every piece of its conditions that has a value of its own, as a small program, in the
 * shape of the text. Calcs are opened: their own text stands below their name. Works nothing out; the machines do.
 */
import type { Asset, Project, TwinText } from "../../model/project.ts";
import { isSpellable } from "../../units/unit.ts";
import { analyse, type Analysis } from "../analyse.ts";
import { DiagnosticSink } from "../diagnostics.ts";
import { ExpressionChecker } from "../ExpressionChecker.ts";
import type { DefinedOnType } from "../definitions.ts";
import { Instances, positionOf } from "../Instances.ts";
import type { CalcProgram, CompiledProject, NumberExpr, Slot } from "../ir.ts";
import { assetPath } from "../../model/signals.ts";
import { inlineCalcs } from "../machines/index.ts";
import { isAggregate, namesOutsideAggregates, pathOf, readingsIn } from "../names.ts";
import { type GivenLimits, withLimits } from "../RuleChecker.ts";
import type { CalcSyntax, Expression, LimitSyntax, Place as Span, RuleSyntax } from "../syntax.ts";
import type { Typed } from "../typed.ts";

/** What kind of value a part has. */
export type PartMeaning = { readonly kind: "number"; readonly unit?: string } | { readonly kind: "truth" } | { readonly kind: "enum"; readonly members: readonly string[] } | { readonly kind: "text" };

export interface RulePart {
  /** As written; blanks and line ends joined to one blank. */
  readonly text: string;
  /** The clause it is, the calc whose text it is, or the member of the plant it is read on. */
  readonly heading?: string;
  /** It is an aggregate: by which function. Its parts are what stands in its brackets, on each member. */
  readonly aggregate?: string;
  readonly meaning: PartMeaning;
  /** A signal read directly. */
  readonly leaf?: Slot;
  /** Works the part out over measured signals alone; absent for leaves, which are read as they are. */
  readonly program?: CalcProgram;
  readonly parts: readonly RulePart[];
}

/** How deep calcs are opened inside each other: deeper than anybody reads. */
const MOST_CALCS_DEEP = 12;

/** Members of an aggregate that are shown: more than anybody reads, and each is worked out by itself. */
const MOST_MEMBERS = 200;

/** The clauses of a rule on an asset; undefined if there is no such rule, or its text cannot be read there. */
export function ruleParts(texts: readonly TwinText[], project: Project, rule: string, asset: Asset): RulePart[] | undefined {
  const analysis = analyse(texts, project);
  const defined = analysis.definitions.rules.find(({ syntax }) => syntax.name.name === rule);
  if (!defined) return undefined;
  const { when, clear, strict, limits, from } = defined.syntax;
  const reader = new PartReader(analysis, new Map(texts.map(({ id, text }) => [id, text])));
  if (from) return reader.ofTemplate(from, defined, asset);
  const place: Place = { defined, asset, strict, depth: 0, limits, given: analysis.compiled.rules.limitsOn(defined, asset) };
  const clauses = ([["when", when], ["clear", clear]] as const).flatMap(([heading, expression]) => {
    const part = expression && reader.read(expression, place);
    return part ? [{ ...part, heading }] : [];
  });
  return clauses.length === 0 ? undefined : clauses;
}

interface Place {
  readonly defined: DefinedOnType<CalcSyntax | RuleSyntax>;
  readonly asset: Asset;
  readonly limits: readonly LimitSyntax[];
  /** Limits overridden on this asset. */
  readonly given: GivenLimits;
  readonly strict: boolean;
  readonly depth: number;
  /** Inside an aggregate: what stands in its brackets, and which member is looked from. */
  readonly member?: { readonly operand: Expression; readonly index: number };
}

interface Lowered {
  readonly typed: Typed<NumberExpr>;
  readonly slots: readonly Slot[];
}

class PartReader {
  readonly #analysis: Analysis;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #calcs: readonly CalcProgram[];
  /** All calcs over measured signals alone. */
  readonly #inlined: readonly CalcProgram[];

  constructor(analysis: Analysis, texts: ReadonlyMap<string, string>) {
    this.#analysis = analysis;
    this.#texts = texts;
    this.#calcs = analysis.compiled.calcs.programs;
    this.#inlined = inlineCalcs(calcsOnly(this.#calcs)).calcs;
  }

  /** A rule from a template: its clauses as wholes with the signals they read, since their text is that of every such rule. */
  ofTemplate(from: Span, defined: DefinedOnType<RuleSyntax>, asset: Asset): RulePart[] | undefined {
    const program = this.#analysis.compiled.rules.programs(this.#analysis.facts).find(({ rule, assetId }) => rule === defined.syntax.name.name && assetId === asset.id);
    if (!program) return undefined;
    const leaves = program.slots.flatMap((slot): RulePart[] => (slot.signal.includes("/calc:") ? [] : [{ text: slot.signal.slice(slot.signal.indexOf("/") + 1), meaning: meaningOfSlot(slot), leaf: slot, parts: [] }]));
    const text = this.#textOf(from, defined.file);
    return ([["when", program.when], ["clear", program.clear]] as const).flatMap(([heading, truth]) => (truth ? [{ text, heading, meaning: { kind: "truth" as const }, program: this.#inline({ kind: "truth", truth }, program.slots, asset, defined.file, from), parts: leaves }] : []));
  }

  /** The part for an expression; undefined for what has no value of its own (a literal, a member of an enum). */
  read(expression: Expression, place: Place): RulePart | undefined {
    if (expression.kind === "bracket") return this.read(expression.operand, place);
    const text = this.#textOf(expression, place.defined.file);
    const aggregate = aggregateOf(expression);
    const inner = (): RulePart[] => (aggregate ? this.#memberParts(aggregate.operand, place) : expressionsIn(expression).flatMap((part) => this.read(part, place) ?? []));
    const lowered = this.#lower(expression, place);
    // What has no value by itself (an event) still has parts that do.
    if (!lowered) return inner().length === 0 ? undefined : { text, meaning: { kind: "text" }, parts: inner() };
    const { typed, slots } = lowered;
    if (typed.kind === "event") return { text, meaning: { kind: "truth" }, program: this.#inline({ kind: "truth", truth: { op: "happens", e: typed.node } }, slots, place.asset, place.defined.file, expression), parts: inner() };
    if (typed.kind === "literal" || typed.kind === "assetName" || (typed.kind === "number" && typed.constant !== undefined && expression.kind !== "name")) return undefined;
    const meaning = meaningOf(typed);
    const read = expression.kind === "name" && isRead(typed) ? slots[0] : undefined;
    const calc = read && this.#calcs.find(({ signal }) => signal === read.signal);
    if (calc) return { text, meaning, program: this.#program(expression, place, lowered), parts: this.#calcParts(calc, place) };
    if (read) return { text, meaning, leaf: read, parts: [] };
    // A number in a unit that nobody can write would be read in the wrong one.
    if (typed.kind === "number" && !isSpellable(typed.unit)) return { text, meaning, parts: inner() };
    return { text, meaning, program: this.#program(expression, place, lowered), ...(aggregate && { aggregate: aggregate.name }), parts: inner() };
  }

  /** What stands in an aggregate's brackets, on each member that it leads to. */
  #memberParts(operand: Expression, place: Place): RulePart[] {
    const { facts, project } = this.#analysis;
    const [assets = []] = namesOutsideAggregates(operand).flatMap((name) => {
      const members = facts.members(place.asset, { name, aggregated: true });
      return members ? [members.assets] : [];
    });
    const own = assetPath(project, place.asset.id);
    const parts = assets.slice(0, MOST_MEMBERS).flatMap((asset, index): RulePart[] => {
      const part = this.read(operand, { ...place, member: { operand, index } });
      return part ? [{ ...part, heading: nameFrom(own, assetPath(project, asset.id)) }] : [];
    });
    const more = assets.length - MOST_MEMBERS;
    return more <= 0 ? parts : [...parts, { text: `${more} more ${more === 1 ? "asset" : "assets"}`, meaning: { kind: "text" }, parts: [] }];
  }

  #calcParts(calc: CalcProgram, { depth }: Place): RulePart[] {
    const defined = this.#analysis.definitions.calcs.find(({ file, syntax }) => file === calc.position.file && syntax.start === calc.position.start);
    const asset = this.#analysis.project.assets[calc.assetId];
    if (!defined || !asset || depth >= MOST_CALCS_DEEP) return [];
    const part = this.read(defined.syntax.value, { defined, asset, strict: false, depth: depth + 1, limits: [], given: new Map() });
    return part ? [{ ...part, heading: `calc ${calc.name}` }] : [];
  }

  #lower(expression: Expression, { defined, asset, strict, limits, given, member }: Place): Lowered | undefined {
    const { facts, functions } = this.#analysis;
    const { file, syntax, type } = defined;
    const sink = new DiagnosticSink(file);
    const own = new Set(limits.map(({ name }) => name.name));
    const inMember = member ? readingsIn([member.operand, expression]).map((reading) => ({ ...reading, aggregated: true })) : readingsIn([expression]);
    const readings = [...inMember, ...readingsIn(limits.map(({ value }) => value))].filter(({ name }) => !own.has(pathOf(name)));
    const instances = new Instances<Place["defined"]["syntax"], Typed<NumberExpr>>({
      defined: { syntax, file, type, sink }, title: "", readings, facts, functions: functions.of(file),
      check: (environment) => {
        const checker = new ExpressionChecker<NumberExpr>(environment, sink);
        const limited = limits.length === 0 ? checker : withLimits(limits, checker, given, "");
        if (!member) return limited.check(expression);
        const view = limited.environment.plant?.members(namesOutsideAggregates(member.operand))?.each[member.index];
        return view && limited.within(view).check(expression);
      },
    });
    const instance = instances.on(asset);
    return instance.kind === "ready" ? { typed: instance.result, slots: instance.slots(strict) } : undefined;
  }

  #program(expression: Expression, { defined, asset }: Place, { typed, slots }: Lowered): CalcProgram {
    const expr = typed.kind === "truth" ? { kind: "truth" as const, truth: typed.node } : { kind: "number" as const, value: typed.kind === "number" || typed.kind === "enum" ? typed.node : { op: "number" as const, value: NaN } };
    return this.#inline(expr, slots, asset, defined.file, expression);
  }

  /** With calcs in place of their names. */
  #inline(expr: CalcProgram["expr"], slots: readonly Slot[], asset: Asset, file: string, place: Span): CalcProgram {
    const id = "part";
    const program: CalcProgram = { id, name: id, assetId: asset.id, signal: id, slots, expr, position: positionOf(file, place) };
    const read = new Set(slots.map(({ signal }) => signal));
    const { calcs } = inlineCalcs(calcsOnly([...this.#inlined.filter(({ signal }) => read.has(signal)), program]));
    return calcs.find((calc) => calc.id === id) ?? program;
  }

  #textOf({ start, end }: Span, file: string): string {
    return (this.#texts.get(file) ?? "").slice(start, end).replaceAll(/\/\/[^\n]*/g, " ").replaceAll(/\s+/g, " ").trim();
  }
}

/** An aggregate and what stands in its brackets; one with a coverage is told as a whole, since without it its value is another. */
function aggregateOf(expression: Expression): { readonly name: string; readonly operand: Expression } | undefined {
  const call = expression.kind === "coverage" ? expression.operand : expression;
  const [operand] = call.kind === "call" && isAggregate(call) ? call.operands : [];
  return call.kind === "call" && operand ? { name: call.callee.name, operand } : undefined;
}

/** An asset's name as seen from another: its path below it, else with what it stands in. */
function nameFrom(own: readonly string[], path: readonly string[]): string {
  const isBelow = path.length > own.length && own.every((name, index) => path[index] === name);
  return path.slice(isBelow ? own.length : -2).join(" › ");
}

function calcsOnly(calcs: readonly CalcProgram[]): CompiledProject {
  return { rules: [], calcs, uses: [], notApplicable: [] };
}

/** Whether a name reads a recorded signal, and not an operational state. */
function isRead(typed: Typed<NumberExpr>): boolean {
  return typed.kind === "text" || (typed.kind === "truth" && typed.node.op === "truthSignal") || ((typed.kind === "number" || typed.kind === "enum") && typed.node.op === "signal");
}

function meaningOfSlot({ dataType }: Slot): PartMeaning {
  return dataType === "boolean" ? { kind: "truth" } : dataType === "text" ? { kind: "text" } : { kind: "number" };
}

function meaningOf(typed: Typed<object>): PartMeaning {
  switch (typed.kind) {
    case "number": return { kind: "number", ...(isSpellable(typed.unit) && typed.unit.code !== "1" && { unit: typed.unit.code }) };
    case "enum": return { kind: "enum", members: typed.members };
    case "truth": return { kind: "truth" };
    default: return { kind: "text" };
  }
}

/** The expressions directly inside another, whatever its kind: every property that is one, in the order of the text. */
function expressionsIn(expression: Expression): Expression[] {
  return Object.values(expression).flat().filter(isExpression).sort((a, b) => a.start - b.start);
}

function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "kind" in value && "start" in value && "end" in value;
}
