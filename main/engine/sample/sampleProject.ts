/** The sample project "North pump station", whole: content only, nothing is read, written or started here. */
import { PLANT_NAMESPACE } from "../../plant/namespace.ts";
import { Plant, type Pace, type PlantSignal } from "../../plant/physics/index.ts";
import type { Binding, Project, Sampling, Source } from "../../../shared/model/project.ts";
import { assetSignalId } from "../../../shared/model/signals.ts";
import { sampleAssets, sampleRelations } from "./sampleAssets.ts";
import { sampleTexts } from "./sampleTexts.ts";
import { sampleTypes } from "./sampleTypes.ts";

export const SAMPLE_SOURCE_ID = "plant";
export const SAMPLE_NAME = "North pump station";
/** Which plant it is: its past, its faults and its live noise. */
export const SAMPLE_SEED = 1;

export interface SampleOptions {
  /** IANA zone in which the project shows times. */
  readonly zone: string;
  /** Since when its assets are active, µs. */
  readonly atUs: number;
  /** Address of the plant if it runs already; the engine fills it in when it starts the plant. */
  readonly endpointUrl?: string;
}

/** Before the plant runs nobody knows its port; the address is replaced when the engine has started it. */
const UNKNOWN_ENDPOINT = "opc.tcp://127.0.0.1:4840";

/** What a live binding asks for. The plant reports changes as they happen; queues hold what comes between two publishes. */
const SAMPLING: Readonly<Record<Pace, Sampling>> = {
  fast: { intervalMs: 200, queueSize: 20 },
  medium: { intervalMs: 500, queueSize: 10 },
  slow: { intervalMs: 1000, queueSize: 5 },
  rare: { intervalMs: 5000, queueSize: 5 },
  change: { intervalMs: 200, queueSize: 20 },
};

/** Signals of the plant in the order of its catalogue, with the ids they have in the sample project. */
export function sampleSignals(): readonly { readonly id: string; readonly signal: PlantSignal }[] {
  return new Plant(SAMPLE_SEED, 0).catalogue.signals.map((signal) => ({ signal, id: assetSignalId(signal.object, signal.name) }));
}

export function sampleProject(options: SampleOptions): Project {
  const { objects, signals } = new Plant(SAMPLE_SEED, 0).catalogue;
  const source: Source = {
    id: SAMPLE_SOURCE_ID, kind: "opcua", name: "North pump station plant", enabled: true,
    settings: { endpointUrl: options.endpointUrl ?? UNKNOWN_ENDPOINT, securityPolicy: "None", securityMode: "None", identity: "anonymous", publishingMs: 200, samplePlant: true },
  };
  return {
    settings: { settings: { id: "settings", name: SAMPLE_NAME, zone: options.zone } },
    sources: { [source.id]: source },
    types: sampleTypes(objects, signals),
    assets: sampleAssets(objects, options.atUs),
    relations: sampleRelations(),
    signals: {},
    bindings: Object.fromEntries(signals.map(bindingOf).map((binding) => [binding.id, binding])),
    models: {},
    texts: sampleTexts(),
  };
}

function bindingOf(signal: PlantSignal): Binding {
  return {
    id: `binding-${signal.id}`,
    signal: assetSignalId(signal.object, signal.name),
    source: SAMPLE_SOURCE_ID,
    address: `nsu=${PLANT_NAMESPACE};s=${signal.id}`,
    sampling: SAMPLING[signal.pace],
    revision: 1,
    ...(signal.unit !== undefined && { sourceUnit: signal.unit }),
  };
}
