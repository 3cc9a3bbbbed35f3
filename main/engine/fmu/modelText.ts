/** A model text of an FMU, to be edited: its inputs, outputs and parameters with their units, under names that the language can read. */
import type { FmuFacts, FmuVariable } from "../../../shared/contract/fmus.ts";
import { compatible } from "../../../shared/units/convert.ts";
import { equal } from "../../../shared/units/rational.ts";
import { coherentUnit } from "../../../shared/units/unit.ts";
import { format } from "../../../shared/language/assist.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { asModelName, TextNames } from "../modelNames.ts";
import { unitOf } from "./describeUnits.ts";

/** Large FMUs have thousands of parameters; a text with all of them helps nobody. */
const MAX_PARAMETERS = 40;
const USUAL_STEP_S = 1;

export function modelText(facts: FmuFacts): { readonly model: string; readonly text: string } {
  const usable = facts.variables.filter(({ unusable, name }) => unusable === undefined && !/["\r\n]/.test(name));
  const of = (causality: FmuVariable["causality"]) => usable.filter((variable) => variable.causality === causality);
  const names = new TextNames();
  const parameters = of("parameter").filter(({ start }) => start !== undefined && Number.isFinite(numberOf(start)));
  const shown = parameters.slice(0, MAX_PARAMETERS);
  const lines = [
    ...of("input").map((variable) => [`input     ${names.of(variable.name)} : ${spellUnit(variable, facts)}`, variable] as const),
    ...shown.map((variable) => [`parameter ${names.of(variable.name)} : ${spellUnit(variable, facts)} = ${numberOf(variable.start ?? "")}${rangeOf(variable)}`, variable] as const),
    ...of("output").map((variable) => [`output    ${names.of(variable.name)} : ${spellUnit(variable, facts)}`, variable] as const),
  ];
  const model = asModelName(facts.model);
  const left = [
    ...(parameters.length > shown.length ? [`${parameters.length - shown.length} more parameters keep the values that the FMU gives them.`] : []),
    ...facts.variables.filter(({ causality, unusable }) => unusable !== undefined && (causality === "input" || causality === "output")).map(({ name, unusable }) => `${name} is ${unusable ?? ""}.`.replaceAll(/[\r\n]/g, " ")),
  ];
  return {
    model,
    text: format([
      `/// ${(facts.description ?? facts.model).replaceAll(/\s+/g, " ").trim()}`, ...left.map((line) => `// ${line}`),
      `model ${model} = fmu "${facts.file}" step ${facts.capabilities?.fixedStepS ?? facts.defaultStepS ?? USUAL_STEP_S} s {`,
      ...lines.map(([line, { name, description }]) => `  ${line} from "${name}"${description === undefined ? "" : `  // ${description.replaceAll(/\s+/g, " ").trim()}`}`),
      "}", "",
    ].join("\n")),
  };
}

/** Tried in this order for a unit whose name in the FMU we do not know. */
const EVERYDAY = ["W", "kW", "Pa", "kPa", "bar", "J", "kJ", "kWh", "N", "m3/h", "m3/s", "L/min", "kg/h", "K", "degC", "min", "h", "rad/s", "rpm", "Hz", "V", "Ohm", "W/K", "J/K", "K/W"];

/** The FMU's own name for the unit where it means the same to us; else one that it can be converted to. */
function spellUnit(variable: FmuVariable, { units }: FmuFacts): string {
  const unit = unitOf(variable, units);
  if (!unit || variable.unit === undefined) return "1";
  const readable = [variable.unit, ...EVERYDAY].flatMap((code) => {
    const read = parseUnit(code);
    return /\s/.test(code) || isUnitError(read) || !compatible(read, unit) ? [] : [{ code, read }];
  });
  const same = readable.find(({ read }) => equal(read.factor, unit.factor) && equal(read.offset, unit.offset));
  return (same ?? readable[0])?.code ?? coherentUnit(unit.dimension).code;
}

/** The standard writes conditions as words. */
function numberOf(start: string): number {
  return start === "true" ? 1 : start === "false" ? 0 : Number(start);
}

function rangeOf({ min, max, start }: FmuVariable): string {
  const value = numberOf(start ?? "");
  return min !== undefined && max !== undefined && min <= value && value <= max && min < max ? ` in ${min} .. ${max}` : "";
}
