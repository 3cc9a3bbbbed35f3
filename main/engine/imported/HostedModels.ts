/** The imported models of a task, loaded once, in the process that runs them; connected to each solution of a system. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { FmuModel } from "../fmu/index.ts";
import { HostedPredictor, OnnxSession } from "../onnx/index.ts";
import type { ConnectImported, ImportedModel, ImportedPlace, ImportedSpan } from "../simulation/index.ts";
import type { HostedModel } from "./hostTypes.ts";
import { Stepping, type CallWatch } from "./Stepping.ts";

/** A model that is there to be solved with as often as its system is. */
interface LoadedModel {
  open(place: ImportedPlace, span: ImportedSpan, state: Uint8Array | undefined): ImportedModel;
  close(): void;
}

export class HostedModels {
  readonly #loaded: ReadonlyMap<string, { readonly index: number; readonly title: string; readonly model: LoadedModel }>;
  readonly #watch: CallWatch;

  /** Throws `damaged` for a model that cannot be loaded, `bad-input` where it cannot be here. */
  constructor(models: readonly HostedModel[], watch: CallWatch) {
    this.#watch = watch;
    const sessions = new Map<string, OnnxSession>();
    this.#loaded = new Map(models.map((hosted, index) => {
      watch.begin(index);
      // Between two calls of a long step it is seen that each comes back.
      const model = load(hosted, sessions, () => {
        watch.end();
        watch.begin(index);
      });
      watch.end();
      return [hosted.use, { index, title: hosted.title, model }];
    }));
  }

  /** For `solveSystem`. */
  readonly connect: ConnectImported = (places, span, states) => {
    const members = places.map((place, at) => {
      const { model, ...loaded } = this.#of(place);
      return { place, ...loaded, model: model.open(place, span, states?.[at]) };
    });
    return new Stepping(members, span, this.#watch);
  };

  /** After the last solution, while all is well. */
  close(): void {
    for (const { model } of this.#loaded.values()) model.close();
  }

  #of({ use }: ImportedPlace) {
    const found = this.#loaded.get(use.id);
    if (!found) throw new TwinError("internal", `The file of ${use.name} was not handed to the process that runs it.`);
    return found;
  }
}

/** Uses of one ONNX model share a session: it remembers nothing from one call to the next. */
function load(hosted: HostedModel, sessions: Map<string, OnnxSession>, alive: () => void): LoadedModel {
  if (hosted.kind === "fmu") return new FmuModel(hosted, alive);
  const session = sessions.get(hosted.hash) ?? new OnnxSession(hosted.bytes, hosted.title);
  sessions.set(hosted.hash, session);
  return new HostedPredictor(hosted, session);
}
