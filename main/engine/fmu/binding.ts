/** An FMU tied to a use: which of its variables stand for what, with conversions. Plain data; it goes to the process that runs it. */
import type { FmuCapabilities, FmuFacts, FmuVariable } from "../../../shared/contract/fmus.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ModelProgram, UseProgram } from "../../../shared/language/ir.ts";
import { IDENTITY, type Affine } from "../../../shared/units/convert.ts";
import { nearest } from "../../../shared/units/nearest.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { refuseTwice } from "../modelNames.ts";
import { exchanged } from "../modelUnits.ts";
import { majorOf } from "./describe.ts";
import { unitOf } from "./describeUnits.ts";

export interface BoundVariable extends Affine {
  readonly name: string;
  readonly reference: number;
  /** The standard's word for its type. */
  readonly type: string;
  /** It may change at events only (FMI 3.0, 2.4.7.4). */
  readonly discrete: boolean;
  /** A parameter that may change while the FMU runs. */
  readonly tunable: boolean;
}

/** Whether it holds any number, not only whole ones or truths. */
export function isReal({ type }: Pick<BoundVariable, "type">): boolean {
  return type === "Real" || type === "Float64" || type === "Float32";
}

export interface FmuBinding {
  /** Id of the use. */
  readonly use: string;
  /** Its name and the file, for messages. */
  readonly title: string;
  readonly hash: string;
  readonly fmi: 2 | 3;
  readonly token: string;
  readonly capabilities: FmuCapabilities;
  readonly stepUs: number;
  /** Values go from the model's units to the FMU's. */
  readonly inputs: readonly BoundVariable[];
  readonly parameters: readonly BoundVariable[];
  /** Values go from the FMU's units to the model's. */
  readonly outputs: readonly BoundVariable[];
}

type Role = "inputs" | "parameters" | "outputs";

const FITS: Readonly<Record<Role, (variable: FmuVariable) => boolean>> = {
  inputs: ({ causality }) => causality === "input",
  parameters: ({ causality }) => causality === "parameter",
  outputs: ({ causality }) => causality !== "input" && causality !== "parameter" && causality !== "structuralParameter",
};

/** Throws `bad-input` saying which name, unit or kind of variable does not fit, and what may be meant. */
export function bindFmu(use: UseProgram, facts: FmuFacts): FmuBinding {
  const { imported } = use.model;
  const fmi = majorOf(facts.fmiVersion);
  if (!imported || !facts.capabilities || fmi === undefined || facts.unfit !== undefined) throw new TwinError("bad-input", `${use.name}: ${facts.file} cannot run here. ${facts.unfit ?? ""}`.trim());
  const { fixedStepS } = facts.capabilities;
  const stepS = imported.stepUs / US_PER_S;
  if (fixedStepS !== undefined && Math.abs(Math.round(stepS / fixedStepS) * fixedStepS - stepS) > 1e-9 * stepS) throw new TwinError("bad-input", `${use.name}: ${facts.file} steps by ${fixedStepS} s, and ${stepS} s is no whole number of such steps. Write step ${Math.max(1, Math.round(stepS / fixedStepS)) * fixedStepS} s.`);
  for (const role of ["input", "parameter"] as const) refuseTwice(use.model.name, role, imported[`${role}s`], facts.file);
  const bound = (role: Role) => imported[role].map((name, index) => bind(use, facts, role, name, use.model[role][index]?.unit ?? "1"));
  tellForgotten(use.model, facts);
  return { use: use.id, title: `${use.name} (${facts.file})`, hash: facts.hash, fmi, token: facts.token, capabilities: facts.capabilities, stepUs: imported.stepUs, inputs: bound("inputs"), parameters: bound("parameters"), outputs: bound("outputs") };
}

/** Every input that no line gives keeps its start value: it must have one. */
function tellForgotten({ name, imported }: ModelProgram, { variables, file }: FmuFacts): void {
  const forgotten = variables.find((variable) => variable.causality === "input" && variable.unusable === undefined && variable.start === undefined && !imported?.inputs.includes(variable.name));
  if (forgotten) throw new TwinError("bad-input", `Model ${name} gives no value to ${forgotten.name}, an input of ${file} that has no value of its own. Add a line: input ${/^\w+$/.test(forgotten.name) ? forgotten.name : "name"} : ${forgotten.unit ?? "1"} from "${forgotten.name}"`);
}

function bind({ name: use }: UseProgram, facts: FmuFacts, role: Role, name: string, unit: string): BoundVariable {
  const what = `${use}: ${facts.file}`;
  const fitting = facts.variables.filter((variable) => FITS[role](variable) && variable.unusable === undefined);
  const variable = facts.variables.find((candidate) => candidate.name === name);
  if (!variable || !FITS[role](variable)) {
    const near = nearest(name, fitting.map((candidate) => candidate.name));
    const found = variable ? `${name} is ${variable.causality === "independent" ? "its time" : `one of its ${variable.causality} variables`}, no ${role.slice(0, -1)}.` : `it has no variable ${name}.`;
    throw new TwinError("bad-input", `${what}: ${found}${near === undefined ? ` Its ${role}: ${fitting.slice(0, 20).map((candidate) => candidate.name).join(", ") || "none"}.` : ` Did you mean ${near}?`}`);
  }
  if (variable.unusable !== undefined) throw new TwinError("bad-input", `${what}: ${name} is ${variable.unusable}, and a model can give or read numbers only.`);
  return { name, reference: variable.reference, type: variable.type, discrete: variable.variability !== "continuous", tunable: variable.variability === "tunable", ...conversionOf(variable, facts, role, unit, what) };
}

/** A variable without unit, or with one that nobody knows, is taken in the unit of the line. */
function conversionOf(variable: FmuVariable, { units }: FmuFacts, role: Role, declared: string, what: string): Affine {
  const theirs = unitOf(variable, units);
  const ours = parseUnit(declared);
  if (!theirs || isUnitError(ours)) return IDENTITY;
  return exchanged({ way: role === "outputs" ? "out" : "in", what, name: variable.name, theirs, ours });
}
