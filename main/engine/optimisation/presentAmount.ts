/** Which amount a variable has now: what leaves everything as it is. */
import type { StudyVariable } from "../../../shared/contract/studies.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";

/** Undefined for an input that is set, as history moves it, and for a parameter whose value differs between assets. */
export function presentAmount({ of, use: name, name: own, asset, how }: StudyVariable, uses: readonly UseProgram[]): number | undefined {
  if (how !== "set") return how === "scale" ? 1 : 0;
  const values = uses.filter((use) => use.name === name && (asset === undefined || use.assetId === asset)).map((use): number | undefined => {
    if (of === "parameter") return use.parameters[use.model.parameters.findIndex((parameter) => parameter.name === own)];
    const input = use.inputs[use.model.inputs.findIndex((one) => one.name === own)];
    return input?.kind === "constant" ? input.value : undefined;
  });
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}
