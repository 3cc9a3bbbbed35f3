/**
 * Models of a system that are solved elsewhere, step by step: their outputs are inputs that hold and change at communication
 * instants. Knows no FMU and no predictor; who steps them is given.
 */
import type { InputSource, UseProgram } from "../../../shared/language/ir.ts";
import { AheadInputs } from "./AheadInputs.ts";
import type { InputSeries } from "./simulationTypes.ts";

/** Where the values of one such model lie in the system's inputs. */
export interface ImportedPlace {
  readonly use: UseProgram;
  /** Its index among the uses of the system. */
  readonly at: number;
  /** Slots of its first input and of its first output. */
  readonly input: number;
  readonly output: number;
  /** Its inputs as they will be; absent where one of them is another use's output, which nobody knows before. */
  readonly ahead?: AheadInputs;
}

/** One imported model, for one solution of the system it stands in. `values` are the system's inputs, in the models' units. */
export interface ImportedModel {
  /** Whether a step works out what holds at its end, and not how it goes there from its begin; its troubles are told with that instant. */
  readonly isAskedAtEnd: boolean;
  /** The first instant at which it can begin; never before the span's begin. Throws `bad-input` where there is none in the span. */
  readyUs(): number;
  /** Makes it ready at this instant and gives its outputs there, as far as they can be known without inputs. */
  begin(atUs: number, values: Float64Array): void;
  /** Inputs at the begin, as often as they change there, and the outputs that come of them; whether one of them is unknown. */
  initialise(values: Float64Array, isUnknown: boolean): void;
  read(values: Float64Array): void;
  /** After the last of those. */
  endInitialisation(): void;
  /** When its present step ends. */
  nextUs(): number;
  /** Takes the inputs as they are now for the step that begins here. */
  take(values: Float64Array): void;
  /** To the end of its step, where these inputs hold; whether one of them is unknown. Its outputs there are read next. */
  step(values: Float64Array, isUnknown: boolean): void;
  /** Whether its outputs are not known now. */
  isUnknown(): boolean;
  /** What it is in at the end of the span, to go on from; undefined where it cannot say. */
  save(): Uint8Array | undefined;
}

/** All of one system, stepped together. */
export interface ImportedModels {
  /** The first instant at which all can begin. Throws as each model does. */
  readyUs(): number;
  /** From the inputs at the begin to the outputs there; `settle` works out what other models make of the outputs so far, and who knows of what. */
  start(fromUs: number, values: Float64Array, isUnknown: (place: ImportedPlace) => boolean, settle: () => void): void;
  /** The next communication instant; Infinity after the last. */
  nextUs(): number;
  /** Takes the inputs as they are now for the step that begins here. */
  take(values: Float64Array): void;
  /** Steps to `nextUs`, where these are the inputs, and gives the outputs there. Throws `diverged` where a model cannot go on. */
  advance(values: Float64Array, isUnknown: (place: ImportedPlace) => boolean): void;
  /** Tells whose outputs are not known now. */
  tellUnknown(tell: (place: ImportedPlace, isUnknown: boolean) => void): void;
  /** What each model is in at the end, to go on from; absent where one cannot say. */
  save(): readonly Uint8Array[] | undefined;
}

/** What a system is solved over, and how closely. */
export interface ImportedSpan {
  readonly fromUs: number;
  /** Infinity for a system that goes on with the plant. */
  readonly toUs: number;
  /** For what integrates states itself. */
  readonly relativeTolerance: number;
}

export type ConnectImported = (places: readonly ImportedPlace[], span: ImportedSpan, states: readonly Uint8Array[] | undefined) => ImportedModels;

/** The uses with an input of its own for each output of an imported model, which reads it. */
export function withImportedOutputs(uses: readonly UseProgram[]): readonly UseProgram[] {
  return uses.map((use) => {
    const { model, inputs } = use;
    if (!model.imported) return use;
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

/** Places of the imported models among uses whose values begin at these slots; `inputs` where they are known ahead. */
export function importedPlaces(uses: readonly UseProgram[], offsets: readonly { readonly input: number }[], inputs: ReadonlyMap<string, InputSeries> | undefined): ImportedPlace[] {
  return uses.flatMap((use, at) => {
    if (!use.model.imported) return [];
    const input = offsets[at]?.input ?? 0;
    const ahead = inputs && !use.inputs.some(({ kind }) => kind === "output") ? new AheadInputs(use, inputs) : undefined;
    return [{ use, at, input, output: input + use.model.inputs.length, ...(ahead && { ahead }) }];
  });
}
