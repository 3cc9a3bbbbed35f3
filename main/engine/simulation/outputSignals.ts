/** The signals that a system's outputs stand for: measured ones where they are compared, else ids that only simulations have. */
import type { UseProgram } from "../../../shared/language/ir.ts";

/** `assetId/use:MotorThermal.loss`: an output that is compared with nothing measured. */
export function outputSignalId(use: UseProgram, output: string): string {
  return `${use.assetId}/use:${use.name}.${output}`;
}

/** Where the values of one output go, and how they come into the signal's unit. */
export interface OutputTarget {
  /** Indexes into the system and its model's outputs. */
  readonly use: number;
  readonly output: number;
  readonly signal: string;
  readonly unit: string;
  readonly factor: number;
  readonly offset: number;
}

export function outputTargets(system: readonly UseProgram[]): OutputTarget[] {
  return system.flatMap((program, use) =>
    program.model.outputs.flatMap(({ name, unit }, output): OutputTarget[] => {
      const compared = program.compared.filter((target) => target.output === output);
      if (compared.length === 0) return [{ use, output, signal: outputSignalId(program, name), unit, factor: 1, offset: 0 }];
      return compared.map((target) => ({ use, output, signal: target.signal, unit: target.unit, factor: target.factor, offset: target.offset }));
    }),
  );
}

/** Values of an output in the unit of its target. */
export function inTargetUnit(value: Float64Array, { factor, offset }: Pick<OutputTarget, "factor" | "offset">): Float64Array {
  return factor === 1 && offset === 0 ? value : value.map((one) => one * factor + offset);
}
