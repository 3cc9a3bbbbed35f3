/** Collects the plant's objects and signals; what several machines have in common (valves) is described here once. */
import { PUMP } from "./parameters.ts";
import { Sensor } from "./sensor.ts";
import type { PlantObject, PlantSignal } from "./signal.ts";
import type { Valve } from "./valve.ts";

export interface Catalogue {
  readonly objects: readonly PlantObject[];
  readonly signals: readonly PlantSignal[];
}

/** Range of the speed set-points, also that of `SetSpeed`. */
export const SPEED_RANGE = [PUMP.minimumSpeedRpm, PUMP.maximumSpeedRpm] as const;

type Details = Omit<PlantSignal, "id" | "object" | "name" | "dataType" | "sensor" | "noise" | "resolution"> & Partial<Pick<PlantSignal, "sensor" | "noise" | "resolution">>;

/** Collects objects and signals in the order of the hierarchy. */
export class CatalogueBuilder {
  readonly objects: PlantObject[] = [];
  readonly signals: PlantSignal[] = [];

  object(id: string, name: string, type: string, description: string, parent?: string): void {
    this.objects.push({ id, name, type, description, ...(parent !== undefined && { parent }) });
  }

  number(object: string, name: string, unit: string, details: Details & { readonly unit?: never }): void {
    this.signals.push({ noise: 0, resolution: 0, sensor: new Sensor(), ...details, id: `${object}.${name}`, object, name, dataType: "number", unit });
  }

  boolean(object: string, name: string, description: string, read: () => boolean): void {
    this.signals.push({ id: `${object}.${name}`, object, name, dataType: "boolean", description, pace: "change", noise: 0, resolution: 0, sensor: new Sensor(), read: () => (read() ? 1 : 0) });
  }

  choice(object: string, name: string, members: readonly string[], description: string, read: () => number): void {
    this.signals.push({ id: `${object}.${name}`, object, name, dataType: "enum", members, description, pace: "change", noise: 0, resolution: 0, sensor: new Sensor(), read });
  }

  text(object: string, name: string, description: string, readText: () => string, writeText?: (text: string) => void): void {
    const write = writeText && { write: (value: number | string) => writeText(String(value)) };
    this.signals.push({ id: `${object}.${name}`, object, name, dataType: "text", description, pace: "change", noise: 0, resolution: 0, sensor: new Sensor(), read: () => Number.NaN, readText, ...write });
  }
}

/** Signals of any valve: on/off or control. */
export function valveSignals(build: CatalogueBuilder, id: string, name: string, type: "Valve" | "ControlValve", what: string, parent: string, valve: Valve): void {
  build.object(id, name, type, what, parent);
  build.number(id, "position", "%", { description: "Stem position", range: [0, 100], pace: "medium", noise: 0.04, resolution: 0.1, jump: 5, read: () => valve.positionPercent });
  build.number(id, "position.setpoint", "%", { description: "Position asked for by the automatic", range: [0, 100], pace: "medium", resolution: 0.1, jump: 5, read: () => valve.setpointPercent });
  build.number(id, "actuator.pressure", "bar", { description: "Air pressure at the actuator", range: [0, 2], pace: "medium", noise: 0.004, resolution: 0.005, read: () => valve.actuatorBar });
  build.number(id, "travel", "1", { description: "Full strokes since commissioning", pace: "rare", resolution: 0.01, read: () => valve.travel });
}
