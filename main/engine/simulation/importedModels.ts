/**
 * Models of a system that are solved elsewhere, step by step: their outputs are inputs that hold and change at communication
 * instants. Knows no FMU; who steps them is given.
 */
import type { InputSource, UseProgram } from "../../../shared/language/ir.ts";

/** Where the values of one such model lie in the system's inputs. */
export interface ImportedPlace {
  readonly use: UseProgram;
  /** Slots of its first input and of its first output. */
  readonly input: number;
  readonly output: number;
}

/** Instances for one solution of a system. `values` are the system's inputs, in the models' units. */
export interface ImportedModels {
  /** From the inputs at the begin to the outputs there; `settle` works out what other models make of the outputs so far. */
  start(values: Float64Array, settle: () => void): void;
  /** The next communication instant; Infinity after the last. */
  nextUs(): number;
  /** Takes the inputs as they are now for the step that begins here. */
  take(values: Float64Array): void;
  /** Steps to `nextUs` and gives the outputs there. Throws `diverged` where a model cannot go on. */
  advance(values: Float64Array): void;
  /** What each model is in at the end, to go on from; absent where one cannot say. */
  save(): readonly Uint8Array[] | undefined;
}

export type ConnectImported = (places: readonly ImportedPlace[], span: { readonly fromUs: number; readonly toUs: number }, states: readonly Uint8Array[] | undefined) => ImportedModels;

/** The uses with an input of its own for each output of an imported model, which reads it. */
export function withImportedOutputs(uses: readonly UseProgram[]): readonly UseProgram[] {
  return uses.map((use) => {
    const { model, inputs } = use;
    if (!model.fmu) return use;
    const held = model.outputs.map((): InputSource => ({ kind: "constant", value: 0 }));
    return {
      ...use,
      inputs: [...inputs, ...held],
      model: {
        ...model,
        inputs: [...model.inputs, ...model.outputs.map(({ name, unit }) => ({ name, unit }))],
        outputs: model.outputs.map((output, index) => ({ ...output, value: { op: "input", index: model.inputs.length + index } as const })),
      },
    };
  });
}

/** Places of the imported models among uses whose values begin at these slots. */
export function importedPlaces(uses: readonly UseProgram[], offsets: readonly { readonly input: number }[]): ImportedPlace[] {
  return uses.flatMap((use, index) => {
    const input = offsets[index]?.input ?? 0;
    return use.model.fmu ? [{ use, input, output: input + use.model.inputs.length }] : [];
  });
}
