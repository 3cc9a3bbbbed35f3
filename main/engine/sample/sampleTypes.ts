/** Asset types of the sample: signals as the plant's catalogue describes them, parameters, operational states, looks. */
import type { PlantObject, PlantSignal } from "../../plant/physics/index.ts";
import type { AssetType, Limits, Look, ParameterDef, SignalDef, StateDef } from "../../../shared/model/project.ts";

const HEALTH: StateDef = { name: "health", members: ["healthy", "degraded", "failed"] };

interface TypeSheet {
  readonly description: string;
  readonly parameters?: readonly ParameterDef[];
  readonly states?: readonly StateDef[];
  readonly look: Look;
}

const NO_LOOK: Look = { shape: "none", size: [0, 0, 0] };

function parameter(name: string, unit: string, value: number, description: string): ParameterDef {
  return { id: name, name, unit, value, description };
}

/** Length of the scene's two kinds of pipe is one: every run of the layout is three metres. */
export const PIPE_LENGTH_M = 3;

/** What a type is beyond its signals. Sizes in metres, true to the machines. */
const SHEETS: Readonly<Record<string, TypeSheet>> = {
  Station: { description: "A site with its surroundings", look: NO_LOOK },
  Line: { description: "One pumping line from suction tank to header tank", states: [HEALTH], look: NO_LOOK },
  Tank: {
    description: "Vertical tank of constant cross-section",
    parameters: [parameter("area", "m2", 16, "Cross-section"), parameter("height", "m", 5, "Height of the shell")],
    states: [HEALTH],
    look: { shape: "tank", size: [4.5, 5, 4.5], labelSignal: "level", levelSignal: "level" },
  },
  CentrifugalPump: {
    description: "Single-stage centrifugal pump, driven at variable speed",
    parameters: [parameter("rated.flow", "m3/h", 120, "Flow at the best point, 1480 rpm"), parameter("rated.head", "m", 32, "Head at the best point, 1480 rpm"), parameter("rated.efficiency", "%", 76, "At the best point")],
    states: [HEALTH],
    look: { shape: "pump", size: [1.4, 1.2, 1], labelSignal: "flow", runningSignal: "running" },
  },
  Motor: {
    description: "Induction motor on a variable speed drive",
    parameters: [
      parameter("rated.power", "kW", 18.5, "Shaft power"), parameter("thermal.resistance", "K/W", 0.05, "Winding to surrounding air"),
      parameter("heat.capacity", "J/K", 12_000, "Of winding and iron"), parameter("loss.share", "1", 0.08, "Share of electrical power that heats the winding"),
    ],
    states: [HEALTH],
    look: { shape: "motor", size: [1.3, 0.9, 0.9], labelSignal: "winding.temperature" },
  },
  Bearing: { description: "Rolling bearing with temperature and vibration sensor", states: [HEALTH], look: { shape: "box", size: [0.36, 0.36, 0.36] } },
  Valve: { description: "On/off valve with pneumatic actuator", states: [HEALTH], look: { shape: "valve", size: [1.2, 1, 0.6] } },
  ControlValve: { description: "Control valve with positioner", states: [HEALTH], look: { shape: "valve", size: [1.2, 1.4, 0.7], labelSignal: "position" } },
  HeatExchanger: {
    description: "Counter-current plate heat exchanger",
    parameters: [parameter("conductance", "kW/K", 95, "UA, clean")],
    states: [HEALTH],
    look: { shape: "heat-exchanger", size: [2.6, 1.66, 1.1], labelSignal: "duty" },
  },
  Pipe: { description: "DN 200, three metres", look: { shape: "pipe", size: [PIPE_LENGTH_M, 0.3, 0.3] } },
};

/** All types of the sample, by id. */
export function sampleTypes(objects: readonly PlantObject[], signals: readonly PlantSignal[]): Record<string, AssetType> {
  const types: Record<string, AssetType> = {};
  for (const [name, sheet] of Object.entries(SHEETS)) {
    const first = objects.find((object) => object.type === name);
    const defs = signals.filter((signal) => signal.object === first?.id).map(signalDef);
    types[typeId(name)] = { id: typeId(name), name, description: sheet.description, signals: defs, parameters: sheet.parameters ?? [], states: sheet.states ?? [], look: sheet.look };
  }
  return types;
}

/** Id of a type by its name. */
export function typeId(name: string): string {
  return `type-${name}`;
}

function signalDef(signal: PlantSignal): SignalDef {
  const { name, dataType, unit, members, description, range } = signal;
  const limits: Limits | undefined = range && { low: range[0], high: range[1] };
  return { id: name, name, dataType, description, ...(unit !== undefined && { unit }), ...(members && { members }), ...(limits && { limits }) };
}
