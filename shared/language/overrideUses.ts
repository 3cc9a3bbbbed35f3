/** Parameters of models that differ on single assets: `override MotorThermal on Asset { R = 0.052 K/W }`. */
import { nearest } from "../units/nearest.ts";
import { PLAIN } from "../units/unit.ts";
import { assignConstant } from "./assign.ts";
import type { CompiledModel } from "./compileModel.ts";
import { idOfUse } from "./compileUses.ts";
import { type Definitions, nameOfUse } from "./definitions.ts";
import { replaceWith } from "./diagnostics.ts";
import { ExpressionChecker } from "./ExpressionChecker.ts";
import type { UseProgram } from "./ir.ts";
import { namesIn, pathOf } from "./names.ts";
import { CONSTANTS, findAsset, usesNamed, type Override } from "./overrides.ts";
import type { SymbolTable } from "./SymbolTable.ts";

/** The programs with what overrides give them. Tells of those that name what is not there. */
export function overrideUses(programs: readonly UseProgram[], definitions: Definitions, models: ReadonlyMap<string, CompiledModel | undefined>, symbols: SymbolTable): UseProgram[] {
  const given = new Map<string, Map<string, number>>();
  for (const override of definitions.overrides) {
    const uses = usesNamed(override, definitions);
    const asset = uses.length > 0 ? findAsset(override, symbols) : undefined;
    if (!asset) continue;
    const use = uses.find(({ type }) => type.id === asset.type);
    const name = override.syntax.rule.name;
    if (!use) {
      override.sink.report(override.syntax.asset, "wrong-type", `${asset.name} is no ${uses.map(({ type }) => type.name).join(" or ")}, so ${name} is not used on it.`);
      continue;
    }
    const model = models.get(use.syntax.model.name);
    const id = idOfUse(nameOfUse(use.syntax).name, asset.id);
    const values = given.get(id) ?? new Map<string, number>();
    given.set(id, values);
    if (model) readSettings(override, model, values);
  }
  return programs.map((program) => {
    const values = given.get(program.id);
    return values ? { ...program, parameters: program.parameters.map((value, index) => values.get(program.model.parameters[index]?.name ?? "") ?? value) } : program;
  });
}

function readSettings({ syntax, sink }: Override, { program, parameterUnits }: CompiledModel, values: Map<string, number>): void {
  const checker = new ExpressionChecker(CONSTANTS, sink);
  for (const { name, value } of syntax.settings) {
    const index = program.parameters.findIndex((parameter) => parameter.name === name.name);
    const parameter = program.parameters[index];
    const [read] = namesIn([value]);
    if (!parameter) {
      const near = nearest(name.name, program.parameters.map((candidate) => candidate.name));
      const has = program.parameters.length === 0 ? "it has none" : `it has ${program.parameters.map((candidate) => candidate.name).join(", ")}`;
      sink.report(name, "unknown-name", `Model ${program.name} has no parameter ${name.name}; ${has}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(name, near) });
    } else if (read) sink.report(value, "not-a-constant", `An override gives a number; ${pathOf(read)} is a name.`);
    else if (values.has(name.name)) sink.report(name, "duplicate-clause", `${name.name} of ${syntax.rule.name} is already overridden on this asset.`);
    else {
      const typed = checker.number(value);
      const number = typed && assignConstant(typed, parameterUnits[index] ?? PLAIN, name.name, value, sink);
      if (number === undefined) continue;
      const { low = -Infinity, high = Infinity } = parameter;
      if (number < low || number > high) sink.report(value, "range", `${name.name} is outside the range that model ${program.name} gives it (${low} .. ${high}).`, { severity: "warning" });
      values.set(name.name, number);
    }
  }
}
