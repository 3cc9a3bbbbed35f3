/** A model on its own: names within it, dimensions across every equation, lowered arithmetic. Independent of assets. */
import { describeUnit } from "../units/convert.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { nearest } from "../units/nearest.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { combineUnits, differenceUnit, PLAIN, type Unit } from "../units/unit.ts";
import { assign, assignConstant } from "./assign.ts";
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import type { Defined } from "./definitions.ts";
import { evaluationOrder } from "./evaluationOrder.ts";
import { type Environment, ExpressionChecker, type Meaning, type ModelParts, type TableMeaning } from "./ExpressionChecker.ts";
import type { FunctionScope } from "./FunctionScope.ts";
import { MAX_PARTS, MAX_STATES, ModelElements } from "./ModelElements.ts";
import { ModelTables, type TableTexts } from "./ModelTables.ts";
import { countParts } from "./modelParts.ts";
import { pathOf } from "./names.ts";
import { positionOf } from "./Instances.ts";
import { readUnit } from "./readUnit.ts";
import type { ImportedReference, ModelDelay, ModelEvent, ModelExpr, ModelProgram, ModelTable } from "./ir.ts";
import { conditionNumber, ModelConditions } from "./ModelConditions.ts";
import type { DerivativeSyntax, ElementSyntax, Expression, ModelEventSyntax, ModelLineSyntax, ModelOutputSyntax, ModelParameterSyntax, ModelSyntax, ModelTableSyntax, ModelValueSyntax, Named, NameNode } from "./syntax.ts";
import type { Arithmetic } from "./typed.ts";

type Role = "state" | "input" | "parameter" | "output";

/** What arithmetic of a model stands on: values, and what only models can work out. */
type ModelLeaf = Extract<ModelExpr, { readonly op: Role | "choose" | "lookup" | "delayed" }>;

/** A checked model with the units of its boundary. */
export interface CompiledModel {
  readonly program: ModelProgram;
  readonly inputUnits: readonly Unit[];
  readonly parameterUnits: readonly Unit[];
  readonly outputUnits: readonly Unit[];
}

interface Entry {
  /** Of a state with elements its first. */
  readonly leaf: { readonly op: Role; readonly index: number };
  readonly unit: Unit;
  /** How many elements a state has that has some. */
  readonly count?: number;
}

/** A single state, or an element of one. */
interface StatePlace {
  readonly line: ModelValueSyntax;
  readonly label: string;
  readonly unit: Unit;
}

/** The checked model, or undefined where something in it is wrong (told). */
export function compileModel(defined: Defined<ModelSyntax>, functions: FunctionScope, tableTexts: TableTexts): CompiledModel | undefined {
  return new ModelChecker(defined, functions, tableTexts).run();
}

class ModelChecker implements Environment<ModelLeaf> {
  readonly functions: FunctionScope;
  /** A model belongs to no project's signals. */
  readonly opaqueUnits: ReadonlySet<string> = new Set();
  readonly #syntax: ModelSyntax;
  readonly #file: string;
  readonly #sink: DiagnosticSink;
  readonly #tableReader: ModelTables;
  readonly #entries = new Map<string, Entry>();
  readonly #tables = new Map<string, TableMeaning<ModelLeaf>>();
  readonly #conditions = new ModelConditions();
  readonly #delays: ModelDelay[] = [];
  readonly #elements = new ModelElements<ModelLeaf>({
    number: (expression) => new ExpressionChecker(this, this.#sink).number(expression),
    tell: (place, code, message) => this.#tell(place, code, message),
  });
  /** Single states and elements, in the order of the text. */
  readonly #states: StatePlace[] = [];
  readonly model: ModelParts<ModelLeaf> = {
    relate: (kind, a, b) => {
      this.#count(a);
      this.#count(b);
      return this.#conditions.relate(kind, a, b);
    },
    choose: (test, a, b) => ({ op: "choose", test: conditionNumber(test), a, b }),
    table: (name) => this.#tables.get(name),
    elements: (name) => {
      const { leaf, unit, count } = this.#entries.get(pathOf(name)) ?? {};
      if (!leaf || !unit || count === undefined) return undefined;
      const hidden = this.#hidden.get(leaf.op);
      if (hidden !== undefined) this.#tell(name, "not-readable", hidden);
      return Array.from({ length: this.#isTooLarge ? 1 : count }, (_, i) => ({ kind: "number", node: { op: leaf.op, index: leaf.index + i }, unit, sort: "plain" }));
    },
    delay: (x, seconds, place) => {
      this.#count(x);
      return { op: "delayed", index: this.#delays.push({ x, seconds, position: positionOf(this.#file, place) }) - 1 };
    },
    ofParameters: (why, check) => {
      const hidden = this.#hidden;
      this.#hidden = new Map((["state", "input", "output"] as const).map((role): [Role, string] => [role, why]));
      try {
        return check();
      } finally {
        this.#hidden = hidden;
      }
    },
  };
  /** Why a name may not be read where we are, by its role. */
  #hidden: ReadonlyMap<Role, string> = new Map();
  #fine: boolean;
  /** Of all expressions so far. */
  #parts = 0;

  constructor({ syntax, file, sink }: Defined<ModelSyntax>, functions: FunctionScope, tableTexts: TableTexts) {
    this.functions = functions;
    this.#syntax = syntax;
    this.#file = file;
    this.#sink = sink;
    this.#fine = !sink.hasErrorIn(syntax);
    this.#tableReader = new ModelTables(tableTexts, {
      unit: (word) => this.#unit(word),
      constant: (name, expression, unit, what) => this.#constant(name, expression, unit, what),
      tell: (place, code, message, near) => this.#tell(place, code, message, near),
    });
  }

  run(): CompiledModel | undefined {
    const { inputs, parameters, states, outputs, derivatives, tables, events } = this.#syntax;
    const inputUnits = inputs.map((input, index) => this.#declare(input.name, input.unit, { op: "input", index }));
    const parameterUnits = parameters.map((parameter, index) => this.#declare(parameter.name, parameter.unit, { op: "parameter", index }));
    const lines = states.map((state) => this.#declareState(state));
    const outputUnits = outputs.map((output, index) => this.#declare(output.name, output.unit, { op: "output", index }));
    const checkedParameters = parameters.map((parameter, index) => this.#parameter(parameter, parameterUnits[index] ?? PLAIN));
    for (const table of tables) this.#table(table);
    this.#hidden = new Map([["state", "A state's value at the start cannot read other states."], ["output", "A state's value at the start cannot read outputs."]]);
    const initials = lines.map(({ unit }, index) => (states[index] ? this.#value(states[index], unit) : ZERO_NODE));
    this.#hidden = new Map();
    const imported = this.#imported();
    const checkedOutputs = outputs.map((output, index) => this.#output(output, outputUnits[index] ?? PLAIN));
    const rates = this.#derivatives(derivatives);
    const checkedEvents = events.map((event) => this.#event(event));
    this.#tellUnmoved(rates, checkedEvents);
    const nominals = lines.map(({ unit }, index) => {
      const { name, nominal } = states[index] ?? {};
      return name && nominal && this.#size(`The nominal value of ${name.name}`, name, nominal, unit);
    });
    const checkedStates = this.#states.map(({ line, label, unit }, index) => {
      const at = states.indexOf(line);
      const nominal = nominals[at];
      return { name: label, unit: unit.code, initial: initials[at] ?? ZERO_NODE, derivative: rates[index] ?? ZERO_NODE, ...(nominal !== undefined && { nominal }) };
    });
    if (outputs.length === 0 && !this.#syntax.broken) this.#tell(this.#syntax.name, "missing-clause", `Model ${this.#syntax.name.name} has no output.`);
    if (!this.#fine || this.#syntax.broken) return undefined;
    const checkedInputs = inputs.map((input, index) => ({ name: input.name.name, unit: inputUnits[index]?.code ?? "1", ...(input.linear && { linear: true as const }) }));
    const program = {
      name: this.#syntax.name.name, inputs: checkedInputs, parameters: checkedParameters, states: checkedStates, outputs: checkedOutputs,
      relations: this.#conditions.relations, delays: this.#delays, events: checkedEvents, ...(imported && { imported }), position: positionOf(this.#file, this.#syntax),
    };
    return this.#hasSolvableLoops(program) ? { program, inputUnits, parameterUnits, outputUnits } : undefined;
  }

  /** What stands for the equations of a model that is a file; a line that says `from` elsewhere is told. */
  #imported(): ImportedReference | undefined {
    const { imported, inputs, parameters, outputs, states, derivatives, tables, events } = this.#syntax;
    if (!imported) {
      for (const { from } of [...inputs, ...parameters, ...outputs]) if (from) this.#tell(from, "not-readable", `from names a variable of an FMU or an ONNX model, which this model is not.`);
      return undefined;
    }
    const { kind } = imported;
    for (const line of [...states.map(({ name }) => name), ...derivatives, ...tables.map(({ name }) => name), ...events]) this.#tell(line, "not-readable", `The equations of this model are in its file: it has ${kind === "fmu" ? "inputs, parameters" : "inputs"} and outputs only.`);
    if (kind === "onnx") for (const { name } of parameters) this.#tell(name, "not-readable", "What an ONNX model has learnt is in its file: it has inputs and outputs only.");
    const { name: file } = imported.file;
    if (!new RegExp(`^models/[^/\\\\]+\\.${kind}$`, "i").test(file)) this.#tell(imported.file, "range", `${kind === "fmu" ? "An FMU" : "An ONNX model"} lies in the project's folder models: "models/chiller.${kind}", for example.`);
    const stepUs = new ExpressionChecker(this, this.#sink).duration(imported.step);
    if (stepUs === undefined) this.#fine = false;
    const named = (of: readonly ModelLineSyntax[]) => of.map(({ name, from }) => (from ?? name).name);
    return { kind, file, stepUs: stepUs ?? 1, inputs: named(inputs), parameters: named(parameters), outputs: named(outputs) };
  }

  #tell(place: { readonly start: number; readonly end: number }, code: string, message: string, near?: string): void {
    this.#fine = false;
    this.#sink.report(place, code, message + (near === undefined ? "" : ` Did you mean ${near}?`), near === undefined ? {} : { fix: replaceWith(place, near) });
  }

  #declare(name: Named, unitWord: Named, leaf: Entry["leaf"]): Unit {
    const unit = this.#unit(unitWord);
    if (this.#isNew(name)) this.#entries.set(name.name, { leaf, unit });
    return unit;
  }

  /** A state, or as many as it has elements. */
  #declareState(line: ModelValueSyntax): { readonly unit: Unit } {
    const { name } = line;
    const unit = this.#unit(line.unit);
    const wanted = this.#elements.countOf(line);
    const isTooMany = this.#states.length + (wanted ?? 1) > MAX_STATES;
    if (isTooMany) this.#tell(line.count ?? name, "too-large", `This model has more than ${MAX_STATES.toLocaleString("en")} states.`);
    const count = isTooMany ? undefined : wanted;
    if (this.#isNew(name)) this.#entries.set(name.name, { leaf: { op: "state", index: this.#states.length }, unit, ...(count !== undefined && { count }) });
    if (count === undefined) this.#states.push({ line, label: name.name, unit });
    else for (let i = 1; i <= count; i++) this.#states.push({ line, label: `${name.name}[${i}]`, unit });
    return { unit };
  }

  #unit(word: Named): Unit {
    const unit = readUnit(word, this.#sink);
    if (!unit) this.#fine = false;
    return unit ?? PLAIN;
  }

  #isNew({ name, ...place }: Named): boolean {
    const role = this.#tables.has(name) ? "table" : this.#entries.get(name)?.leaf.op;
    if (role !== undefined) this.#tell(place, "duplicate-definition", `This model already has ${role === "input" || role === "output" ? "an" : "a"} ${role} called ${name}.`);
    return role === undefined;
  }

  #output(output: ModelOutputSyntax, unit: Unit): ModelProgram["outputs"][number] {
    const { name, guess } = output;
    const start = guess && this.#constant(name, guess, unit, `The start of ${name.name}`);
    const nominal = output.nominal && this.#size(`The nominal value of ${name.name}`, name, output.nominal, unit);
    return { name: name.name, unit: unit.code, value: output.value ? this.#value({ ...output, value: output.value }, unit) : ZERO_NODE, ...(start !== undefined && { start }), ...(nominal !== undefined && { nominal }) };
  }

  /** Outputs that read each other at one instant are solved for, where they say what that takes. */
  #hasSolvableLoops(program: ModelProgram): boolean {
    for (const block of evaluationOrder([{ id: program.name, name: program.name, model: program, inputs: [] }], { atStart: false })) {
      if (block.kind !== "loop" || block.trouble === undefined) continue;
      const { name } = this.#syntax.outputs[block.unknowns.at(-1)?.index ?? 0] ?? this.#syntax;
      this.#tell(name, "loop", block.trouble);
    }
    return this.#fine;
  }

  /** A table that cannot be read may be called all the same: that is told once. */
  #table(syntax: ModelTableSyntax): void {
    const { arguments: names, unit, table } = this.#tableReader.read(syntax);
    if (!table) this.#fine = false;
    if (this.#isNew(syntax.name)) this.#tables.set(syntax.name.name, { arguments: names, unit, read: (at) => ({ op: "lookup", table: table ?? NO_TABLE, at }) });
  }

  #event({ when, sets, ...place }: ModelEventSyntax): ModelEvent {
    const checker = new ExpressionChecker(this, this.#sink);
    const condition = when.kind === "condition" ? checker.condition(when.expression) : undefined;
    const periodUs = when.kind === "every" ? checker.duration(when.expression) : undefined;
    if (condition === undefined && periodUs === undefined) this.#fine = false;
    const seen = new Set<number>();
    const checked = sets.flatMap(({ state, value }) => {
      const places = this.#statesAt(state);
      const node = this.#value({ name: state, value }, this.#states[places[0] ?? -1]?.unit ?? PLAIN);
      return places.map((place) => {
        if (seen.has(place)) this.#tell(state, "duplicate-clause", `${this.#states[place]?.label ?? ""} is set twice at one instant.`);
        seen.add(place);
        return { state: place, value: node };
      });
    });
    if (sets.length === 0) this.#tell(place, "missing-clause", `This "when" sets nothing: write state = value between its braces.`);
    return { when: periodUs === undefined ? { kind: "condition", condition: condition ? conditionNumber(condition) : ZERO_NODE } : { kind: "every", periodUs }, sets: checked, position: positionOf(this.#file, place) };
  }

  /** Indexes of a state of this model, of all its elements where it has some and no index is given; none (told) where there is none. */
  #statesAt({ index, ...name }: ElementSyntax): readonly number[] {
    const entry = this.#entries.get(name.name);
    if (entry?.leaf.op !== "state") {
      this.#tell(name, "unknown-name", `${name.name} is no state of this model.`, nearest(name.name, this.#syntax.states.map((state) => state.name.name)));
      return [];
    }
    const { leaf, count } = entry;
    if (!index) return Array.from({ length: count ?? 1 }, (_, i) => leaf.index + i);
    const place = this.#placeIn(name.name, index, count);
    return place === undefined ? [] : [leaf.index + place];
  }

  #placeIn(name: string, index: Expression, count: number | undefined): number | undefined {
    if (count !== undefined) return this.#elements.placeOf(name, index, count);
    this.#tell(index, "range", `${name} is a single value and has no elements.`);
    return undefined;
  }

  /** A size: of a temperature a difference. */
  #size(what: string, name: Named, expression: Expression, unit: Unit): number | undefined {
    const size = this.#constant(name, expression, differenceUnit(unit), what);
    if (size !== undefined && !(size > 0)) this.#tell(expression, "range", `${what} is a size above zero.`);
    return size;
  }

  peek(name: NameNode): Meaning<ModelLeaf> | undefined {
    const path = pathOf(name);
    const entry = this.#entries.get(path);
    return this.#elements.variable(path) ?? (entry && { kind: "number", node: entry.leaf, unit: entry.unit, sort: "plain" });
  }

  lookup(name: NameNode): Meaning<ModelLeaf> {
    const path = pathOf(name);
    const counted = name.index ? undefined : this.#elements.variable(path);
    if (counted) return counted;
    const entry = this.#entries.get(path);
    const hidden = entry && this.#hidden.get(entry.leaf.op);
    if (hidden !== undefined) this.#tell(name, "not-readable", hidden);
    else if (!entry) this.#tell(name, "unknown-name", `${path} is no input, parameter, state or output of model ${this.#syntax.name.name}.`, nearest(path, this.#entries.keys()));
    else return this.#read(name, path, entry);
    return { kind: "nothing" };
  }

  #read({ index, ...place }: NameNode, name: string, { leaf, unit, count }: Entry): Meaning<ModelLeaf> {
    if (!index && count !== undefined) this.#tell(place, "missing-index", `${name} has ${count} elements: say which, ${name}[1] to ${name}[${count}], or take avg(${name}), min(${name}) or max(${name}).`);
    const at = index ? this.#placeIn(name, index, count) : count === undefined ? 0 : undefined;
    return at === undefined ? { kind: "nothing" } : { kind: "number", node: { op: leaf.op, index: leaf.index + at }, unit, sort: "plain" };
  }

  /** A value where a unit is declared. A number without unit is in that unit. */
  #value({ name, unit: declared, value }: Pick<ModelValueSyntax, "name" | "value"> & { readonly unit?: Named }, unit: Unit): ModelExpr {
    const typed = new ExpressionChecker(this, this.#sink).number(value);
    const node = typed && assign(typed, unit, name.name, value, this.#sink, { ...(declared && { declared }), bareFits: true });
    return this.#lowered(node);
  }

  #lowered(node: Arithmetic<ModelLeaf> | undefined): ModelExpr {
    if (!node) this.#fine = false;
    else this.#count(node);
    return node ?? ZERO_NODE;
  }

  get #isTooLarge(): boolean {
    return this.#parts > MAX_PARTS;
  }

  /** Counts an expression's parts, and tells once where the model has too many: then no more are written out. */
  #count(node: ModelExpr): void {
    if (this.#isTooLarge) return;
    this.#parts += countParts(node, MAX_PARTS);
    if (this.#isTooLarge) this.#tell(this.#syntax.name, "too-large", `With its sums over elements written out model ${this.#syntax.name.name} has more than ${MAX_PARTS.toLocaleString("en")} parts. Give a sum that several equations read a name: output mean : degC = avg(T).`);
  }

  #parameter({ name, unit: unitWord, value, deviation, low, high }: ModelParameterSyntax, unit: Unit): ModelProgram["parameters"][number] {
    this.#hidden = new Map([...(["parameter", "input", "state", "output"] as const).map((role): [Role, string] => [role, "A parameter's value is a number."])]);
    const number = this.#constant(name, value, unit) ?? 0;
    const spread = deviation && this.#size(`The deviation of ${name.name}`, name, deviation, unit);
    const lowest = low && this.#constant(name, low, unit);
    const highest = high && this.#constant(name, high, unit);
    if (low && high && lowest !== undefined && highest !== undefined && lowest > highest) this.#tell({ start: low.start, end: high.end }, "range", "The lowest value comes first.");
    else if ((lowest !== undefined && number < lowest) || (highest !== undefined && number > highest)) this.#tell(value, "range", `${name.name} starts outside its own range.`);
    return { name: name.name, unit: readUnit(unitWord, this.#sink)?.code ?? "1", value: number, ...(spread !== undefined && { deviation: spread }), ...(lowest !== undefined && { low: lowest }), ...(highest !== undefined && { high: highest }) };
  }

  #constant(name: Named, expression: Expression, unit: Unit, what = name.name): number | undefined {
    const typed = new ExpressionChecker(this, this.#sink).number(expression);
    const number = typed && assignConstant(typed, unit, what, expression, this.#sink);
    if (number === undefined) this.#fine = false;
    return number;
  }

  #derivatives(derivatives: readonly DerivativeSyntax[]): ModelExpr[] {
    const rates: ModelExpr[] = [];
    const seen = new Set<number>();
    for (const derivative of derivatives) {
      const counts = derivative.each?.variable;
      if (counts && this.#entries.has(counts.name)) this.#tell(counts, "duplicate-definition", `This model already has something called ${counts.name}: let the block count by another name.`);
      else this.#elements.forEach(derivative.each, () => this.#derivative(derivative, rates, seen));
    }
    return rates;
  }

  /** A state that only events set is held in between; one that nothing moves or sets is told, of a state with elements the first. */
  #tellUnmoved(rates: readonly ModelExpr[], events: readonly ModelEvent[]): void {
    const set = new Set(events.flatMap(({ sets }) => sets.map(({ state }) => state)));
    const told = new Set<ModelValueSyntax>();
    for (const [index, { line, label }] of this.#states.entries()) {
      if (rates[index] || set.has(index) || told.has(line) || this.#syntax.broken) continue;
      told.add(line);
      // Where a block could not be read to its end, its elements are not missing.
      if (!line.count || this.#fine) this.#tell(line.name, "missing-clause", `State ${label} has no equation and no "when" sets it: write der(${label}) = …`);
    }
  }

  /** Whether it could be read. */
  #derivative(derivative: DerivativeSyntax, rates: ModelExpr[], seen: Set<number>): boolean {
    const { state } = derivative;
    const [place, ...others] = this.#statesAt(state);
    const { unit, label } = this.#states[place ?? -1] ?? {};
    if (place === undefined || !unit) return false;
    if (others.length > 0) this.#tell(state, "missing-index", `${state.name} has ${others.length + 1} elements: say which, der(${state.name}[1]) = …, or each i in 1 .. ${others.length + 1} { der(${state.name}[i]) = … }`);
    else if (seen.has(place)) this.#tell(state, "duplicate-definition", `der(${label}) is given twice.`);
    else rates[place] = this.#rate(derivative, unit);
    seen.add(place);
    return this.#fine;
  }

  #rate({ state, value }: DerivativeSyntax, unit: Unit): ModelExpr {
    const typed = new ExpressionChecker(this, this.#sink).number(value);
    const second = parseUnit("s");
    if (!typed || isUnitError(second)) return this.#lowered(undefined);
    const perSecond = combineUnits(differenceUnit(unit), second, -1);
    if (typed.unit.dimension.key === perSecond.dimension.key && !typed.unit.point) return this.#lowered(assign(typed, perSecond, `der(${state.name})`, value, this.#sink));
    this.#tell(value, "unit-mismatch", `der(${state.name}) is ${displayUnit(unit)} over time, ${describeUnit(perSecond)}, but this is in ${describeUnit(typed.unit)}.`);
    return ZERO_NODE;
  }
}

const ZERO_NODE: ModelExpr = { op: "number", value: 0 };
/** Stands for one that could not be read; its model is no program. */
const NO_TABLE: ModelTable = { axes: [], values: [] };
