/** A model on its own: names within it, dimensions across every equation, lowered arithmetic. Independent of assets. */
import { describeUnit } from "../units/convert.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { nearest } from "../units/nearest.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { combineUnits, differenceUnit, PLAIN, type Unit } from "../units/unit.ts";
import { assign, assignConstant } from "./assign.ts";
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import type { Defined } from "./definitions.ts";
import { type Environment, ExpressionChecker, type Meaning } from "./ExpressionChecker.ts";
import type { FunctionScope } from "./FunctionScope.ts";
import { pathOf } from "./names.ts";
import { positionOf } from "./Instances.ts";
import { readUnit } from "./readUnit.ts";
import type { ModelExpr, ModelProgram } from "./ir.ts";
import type { DerivativeSyntax, Expression, ModelParameterSyntax, ModelSyntax, ModelValueSyntax, Named, NameNode } from "./syntax.ts";
import type { Arithmetic } from "./typed.ts";

interface ModelLeaf {
  readonly op: "state" | "input" | "parameter" | "output";
  readonly index: number;
}

/** A checked model with the units of its boundary. */
export interface CompiledModel {
  readonly program: ModelProgram;
  readonly inputUnits: readonly Unit[];
  readonly parameterUnits: readonly Unit[];
  readonly outputUnits: readonly Unit[];
}

interface Entry {
  readonly leaf: ModelLeaf;
  readonly unit: Unit;
}

/** The checked model, or undefined where something in it is wrong (told). */
export function compileModel(defined: Defined<ModelSyntax>, functions: FunctionScope): CompiledModel | undefined {
  return new ModelChecker(defined, functions).run();
}

class ModelChecker implements Environment<ModelLeaf> {
  readonly functions: FunctionScope;
  /** A model belongs to no project's signals. */
  readonly opaqueUnits: ReadonlySet<string> = new Set();
  readonly #syntax: ModelSyntax;
  readonly #file: string;
  readonly #sink: DiagnosticSink;
  readonly #entries = new Map<string, Entry>();
  /** Why a name may not be read where we are, by kind of leaf. */
  #hidden: ReadonlyMap<ModelLeaf["op"], string> = new Map();
  #fine: boolean;

  constructor({ syntax, file, sink }: Defined<ModelSyntax>, functions: FunctionScope) {
    this.functions = functions;
    this.#syntax = syntax;
    this.#file = file;
    this.#sink = sink;
    this.#fine = !sink.hasErrorIn(syntax);
  }

  run(): CompiledModel | undefined {
    const { inputs, parameters, states, outputs, derivatives } = this.#syntax;
    const inputUnits = inputs.map((input, index) => this.#declare(input.name, input.unit, { op: "input", index }));
    const parameterUnits = parameters.map((parameter, index) => this.#declare(parameter.name, parameter.unit, { op: "parameter", index }));
    const stateUnits = states.map((state, index) => this.#declare(state.name, state.unit, { op: "state", index }));
    const checkedParameters = parameters.map((parameter, index) => this.#parameter(parameter, parameterUnits[index] ?? PLAIN));
    this.#hidden = new Map([["state", "A state's value at the start cannot read other states."], ["output", "A state's value at the start cannot read outputs."]]);
    const initials = states.map((state, index) => this.#value(state, stateUnits[index] ?? PLAIN));
    this.#hidden = new Map();
    const outputUnits: Unit[] = [];
    const checkedOutputs = outputs.map((output, index) => {
      const unit = readUnit(output.unit, this.#sink);
      const value = this.#value(output, unit ?? PLAIN);
      outputUnits.push(this.#declare(output.name, output.unit, { op: "output", index }));
      return { name: output.name.name, unit: unit?.code ?? "1", value };
    });
    const rates = this.#derivatives(derivatives, states, stateUnits);
    const checkedStates = states.map((state, index) => ({ name: state.name.name, unit: stateUnits[index]?.code ?? "1", initial: initials[index] ?? ZERO_NODE, derivative: rates[index] ?? ZERO_NODE }));
    if (outputs.length === 0 && !this.#syntax.broken) this.#tell(this.#syntax.name, "missing-clause", `Model ${this.#syntax.name.name} has no output.`);
    if (!this.#fine || this.#syntax.broken) return undefined;
    const checkedInputs = inputs.map((input, index) => ({ name: input.name.name, unit: inputUnits[index]?.code ?? "1" }));
    const program = { name: this.#syntax.name.name, inputs: checkedInputs, parameters: checkedParameters, states: checkedStates, outputs: checkedOutputs, position: positionOf(this.#file, this.#syntax) };
    return { program, inputUnits, parameterUnits, outputUnits };
  }

  #tell(place: { readonly start: number; readonly end: number }, code: string, message: string, near?: string): void {
    this.#fine = false;
    this.#sink.report(place, code, message + (near === undefined ? "" : ` Did you mean ${near}?`), near === undefined ? {} : { fix: replaceWith(place, near) });
  }

  #declare(name: Named, unitWord: Named, leaf: ModelLeaf): Unit {
    const unit = readUnit(unitWord, this.#sink);
    if (!unit) this.#fine = false;
    if (this.#entries.has(name.name)) this.#tell(name, "duplicate-definition", `This model already has a ${this.#entries.get(name.name)?.leaf.op} called ${name.name}.`);
    else this.#entries.set(name.name, { leaf, unit: unit ?? PLAIN });
    return unit ?? PLAIN;
  }

  peek(name: NameNode): Meaning<ModelLeaf> | undefined {
    const entry = this.#entries.get(pathOf(name));
    return entry && { kind: "number", node: entry.leaf, unit: entry.unit, sort: "plain" };
  }

  lookup(name: NameNode): Meaning<ModelLeaf> {
    const path = pathOf(name);
    const entry = this.#entries.get(path);
    const hidden = entry && this.#hidden.get(entry.leaf.op);
    if (hidden !== undefined) this.#tell(name, "not-readable", hidden);
    else if (!entry && this.#syntax.outputs.some((output) => output.name.name === path)) this.#tell(name, "not-readable", `Output ${path} is defined further down: outputs read those above them.`);
    else if (!entry) this.#tell(name, "unknown-name", `${path} is no input, parameter, state or output of model ${this.#syntax.name.name}.`, nearest(path, this.#entries.keys()));
    return (hidden === undefined ? this.peek(name) : undefined) ?? { kind: "nothing" };
  }

  /** A value where a unit is declared. A number without unit is in that unit. */
  #value({ name, unit: declared, value }: ModelValueSyntax, unit: Unit): ModelExpr {
    const typed = new ExpressionChecker(this, this.#sink).number(value);
    const node = typed && assign(typed, unit, name.name, value, this.#sink, { declared, bareFits: true });
    return this.#lowered(node);
  }

  #lowered(node: Arithmetic<ModelLeaf> | undefined): ModelExpr {
    if (!node) this.#fine = false;
    return node ?? ZERO_NODE;
  }

  #parameter({ name, unit: unitWord, value, low, high }: ModelParameterSyntax, unit: Unit): ModelProgram["parameters"][number] {
    this.#hidden = new Map([["parameter", "A parameter's value is a number."], ["input", "A parameter's value is a number."], ["state", "A parameter's value is a number."]]);
    const number = this.#constant(name, value, unit) ?? 0;
    const lowest = low && this.#constant(name, low, unit);
    const highest = high && this.#constant(name, high, unit);
    if (low && high && lowest !== undefined && highest !== undefined && lowest > highest) this.#tell({ start: low.start, end: high.end }, "range", "The lowest value comes first.");
    else if ((lowest !== undefined && number < lowest) || (highest !== undefined && number > highest)) this.#tell(value, "range", `${name.name} starts outside its own range.`);
    return { name: name.name, unit: readUnit(unitWord, this.#sink)?.code ?? "1", value: number, ...(lowest !== undefined && { low: lowest }), ...(highest !== undefined && { high: highest }) };
  }

  #constant(name: Named, expression: Expression, unit: Unit): number | undefined {
    const typed = new ExpressionChecker(this, this.#sink).number(expression);
    const number = typed && assignConstant(typed, unit, name.name, expression, this.#sink);
    if (number === undefined) this.#fine = false;
    return number;
  }

  #derivatives(derivatives: readonly DerivativeSyntax[], states: readonly ModelValueSyntax[], units: readonly Unit[]): ModelExpr[] {
    const rates: ModelExpr[] = [];
    const seen = new Set<string>();
    for (const derivative of derivatives) {
      const index = states.findIndex((state) => state.name.name === derivative.state.name);
      const unit = units[index];
      if (!unit) this.#tell(derivative.state, "unknown-name", `${derivative.state.name} is no state of this model.`, nearest(derivative.state.name, states.map((state) => state.name.name)));
      else if (seen.has(derivative.state.name)) this.#tell(derivative.state, "duplicate-definition", `der(${derivative.state.name}) is given twice.`);
      else rates[index] = this.#rate(derivative, unit);
      seen.add(derivative.state.name);
    }
    for (const state of states) if (!seen.has(state.name.name) && !this.#syntax.broken) this.#tell(state.name, "missing-clause", `State ${state.name.name} has no equation: der(${state.name.name}) = …`);
    return rates;
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
