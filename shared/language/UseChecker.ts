/** Checks one use of a model: every input given, once, in the right dimension; parameters; what is compared with measurements. */
import { conversion, IDENTITY, incompatibility, toAffine } from "../units/convert.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { nearest } from "../units/nearest.ts";
import { PLAIN, type Unit } from "../units/unit.ts";
import { assignConstant } from "./assign.ts";
import type { CompiledModel } from "./compileModel.ts";
import { replaceWith } from "./diagnostics.ts";
import { type DefinedOnType, nameOfUse } from "./definitions.ts";
import { ExpressionChecker } from "./ExpressionChecker.ts";
import { pathOf } from "./names.ts";
import type { SignalEnvironment } from "./SignalEnvironment.ts";
import type { Expression, Named, NameNode, UseSyntax } from "./syntax.ts";

/** Where a value comes from before the asset is known: a constant, or a name read with a conversion. */
export type Source = { readonly kind: "constant"; readonly value: number } | { readonly kind: "name"; readonly name: NameNode; readonly factor: number; readonly offset: number };

/** A use with its constants known and its names still to be looked up on each asset. */
export interface CheckedUse {
  readonly inputs: readonly Source[];
  readonly parameters: readonly number[];
  readonly compared: readonly { readonly output: number; readonly name: NameNode; readonly factor: number; readonly offset: number; readonly unit: string }[];
}

/** One use on one shape of asset. */
export class UseChecker {
  readonly #use: DefinedOnType<UseSyntax>;
  readonly #model: CompiledModel;
  readonly #environment: SignalEnvironment;
  #fine = true;

  constructor(use: DefinedOnType<UseSyntax>, model: CompiledModel, environment: SignalEnvironment) {
    this.#use = use;
    this.#model = model;
    this.#environment = environment;
  }

  run(): CheckedUse | undefined {
    const { syntax } = this.#use;
    const { program } = this.#model;
    this.#tellStrangers();
    const inputs = program.inputs.map((input, index) => this.#input(input.name, this.#model.inputUnits[index]));
    const parameters = program.parameters.map((parameter, index) => this.#parameter(parameter, this.#model.parameterUnits[index]));
    const compared = syntax.comparisons.map((comparison) => this.#compared(comparison));
    if (!this.#fine || syntax.broken) return undefined;
    return { inputs: inputs.filter((input) => input !== undefined), parameters, compared: compared.filter((entry) => entry !== undefined) };
  }

  #tell(place: { readonly start: number; readonly end: number }, code: string, message: string, near?: string): undefined {
    this.#fine = false;
    this.#use.sink.report(place, code, message, near === undefined ? {} : { fix: replaceWith(place, near) });
    return undefined;
  }

  /** Lines that set what the model does not have, or set it twice. */
  #tellStrangers(): void {
    const { program } = this.#model;
    const settable = [...program.inputs, ...program.parameters].map((entry) => entry.name);
    const seen = new Set<string>();
    for (const { name } of this.#use.syntax.settings) {
      if (!settable.includes(name.name)) {
        const near = nearest(name.name, settable);
        this.#tell(name, "unknown-name", `Model ${program.name} has no input or parameter ${name.name}.${near === undefined ? ` It has ${settable.join(", ")}.` : ` Did you mean ${near}?`}`, near);
      } else if (seen.has(name.name)) this.#tell(name, "duplicate-clause", `${name.name} is given twice.`);
      seen.add(name.name);
    }
  }

  #setting(name: string): Expression | undefined {
    return this.#use.syntax.settings.find((setting) => setting.name.name === name)?.value;
  }

  #input(name: string, unit: Unit | undefined): Source | undefined {
    const expression = this.#setting(name);
    if (!expression || !unit) {
      if (!this.#use.syntax.broken) this.#tell(nameOfUse(this.#use.syntax), "missing-input", `Input ${name} of model ${this.#model.program.name} is not given: write ${name} = and a signal or a number.`);
      return undefined;
    }
    if (expression.kind !== "name") return this.#constant(name, expression, unit);
    const fact = this.#environment.fact(expression);
    const meaning = fact?.kind === "output" ? fact : this.#environment.lookup(expression);
    if (meaning.kind === "nothing") {
      this.#fine = false;
      return undefined;
    }
    if (meaning.kind === "number" && meaning.constant) return this.#constant(name, expression, unit);
    // A condition that is recorded is 1 where it is true and 0 where it is not.
    if (fact?.kind === "truth") return this.#reading(expression, PLAIN, "plain", unit, `Input ${name}`);
    if (meaning.kind !== "number" && meaning.kind !== "output") return this.#tell(expression, "not-a-number", `${pathOf(expression)} is no number; input ${name} is given in ${displayUnit(unit) || "plain numbers"}.`);
    const sort = meaning.kind === "number" ? meaning.sort : "plain";
    return this.#reading(expression, meaning.unit, sort, unit, `Input ${name}`);
  }

  #reading(name: NameNode, from: Unit, sort: "plain" | "difference", to: Unit, what: string, given = pathOf(name)): Source | undefined {
    const exact = conversion(from, to);
    if (!exact) return this.#tell(name, "unit-mismatch", `${what} is in ${displayUnit(to) || "plain numbers"}, ${given} in ${displayUnit(from) || "plain numbers"}: ${incompatibility(from, to) ?? "they differ"}.`);
    if (sort === "difference" && to.point) return this.#tell(name, "unit-mismatch", `${what} is a point on a scale (${displayUnit(to)}), ${given} a difference.`);
    return { kind: "name", name, ...(from.code === to.code ? IDENTITY : toAffine(exact)) };
  }

  #constant(name: string, expression: Expression, unit: Unit): Source | undefined {
    const typed = new ExpressionChecker(this.#environment, this.#use.sink).number(expression);
    if (typed && !typed.constant) return this.#tell(expression, "needs-calc", `An input is a signal or a number. Give this calculation a name with calc, and write that name here.`);
    const value = typed && assignConstant(typed, unit, name, expression, this.#use.sink);
    if (value === undefined) this.#fine = false;
    return value === undefined ? undefined : { kind: "constant", value };
  }

  #parameter(parameter: CompiledModel["program"]["parameters"][number], unit: Unit | undefined): number {
    const expression = this.#setting(parameter.name);
    if (!expression || !unit) return parameter.value;
    const source = this.#constant(parameter.name, expression, unit);
    const value = source?.kind === "constant" ? source.value : parameter.value;
    const { low = -Infinity, high = Infinity } = parameter;
    if (value < low || value > high) this.#use.sink.report(expression, "range", `${parameter.name} is outside the range that model ${this.#model.program.name} gives it (${low} .. ${high}).`, { severity: "warning" });
    return value;
  }

  #compared({ output, signal }: { readonly output: Named; readonly signal: NameNode }): CheckedUse["compared"][number] | undefined {
    const { program, outputUnits } = this.#model;
    const index = program.outputs.findIndex((candidate) => candidate.name === output.name);
    const from = outputUnits[index];
    if (!from) {
      const near = nearest(output.name, program.outputs.map((candidate) => candidate.name));
      return this.#tell(output, "unknown-name", `Model ${program.name} has no output ${output.name}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near);
    }
    const meaning = this.#environment.lookup(signal);
    if (meaning.kind !== "number" || meaning.constant) {
      if (meaning.kind !== "nothing") return this.#tell(signal, "not-a-number", `${pathOf(signal)} is no measured number to compare ${output.name} with.`);
      this.#fine = false;
      return undefined;
    }
    const source = this.#reading(signal, from, "plain", meaning.unit, `${pathOf(signal)} as measured`, `output ${output.name}`);
    return source?.kind === "name" ? { output: index, name: signal, factor: source.factor, offset: source.offset, unit: meaning.unit.code } : undefined;
  }
}
