/** A small project for the tests of edits: a station with a line of two pumps, one of them bound. */
import type { Asset, AssetType, Binding, Project } from "../../../../shared/model/project.ts";

export const pumpType: AssetType = {
  id: "pump",
  name: "CentrifugalPump",
  signals: [{ id: "flow", name: "flow", unit: "m3/h", dataType: "number" }, { id: "temp", name: "motor.temperature", unit: "Cel", dataType: "number" }],
  parameters: [{ id: "rated", name: "rated_flow", unit: "m3/h", value: 120 }],
  states: [],
  look: { shape: "pump", size: [1, 1, 1], labelSignal: "flow" },
};

export function asset(id: string, name: string, parent?: string, part: Partial<Asset> = {}): Asset {
  return { id, name, type: "pump", ...(parent !== undefined && { parent }), order: 1, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 }, ...part };
}

const binding: Binding = { id: "b1", signal: "p1/flow", source: "plc", address: "nsu=urn:x;s=flow", sourceUnit: "m3/h", sampling: { intervalMs: 500, queueSize: 5 }, revision: 3 };

export const plantProject: Project = {
  settings: {},
  sources: { plc: { id: "plc", kind: "opcua", name: "plc", enabled: true, settings: {} } },
  types: { pump: pumpType },
  assets: {
    station: asset("station", "Station"),
    line: asset("line", "Line A", "station"),
    p1: asset("p1", "P-101", "line", { order: 1, parameters: { rated: 110 } }),
    p2: asset("p2", "P-102", "line", { order: 2 }),
    motor: asset("motor", "Motor", "p1"),
  },
  relations: { r: { id: "r", name: "feeds", from: "p1", to: "p2" } },
  signals: {},
  bindings: { b1: binding },
  models: { glb: { id: "glb", file: "scene/a.glb", placement: { position: [0, 0, 0], rotationDeg: 0, scale: 1 }, nodes: { Body: "p1", Base: "p2" } } },
  texts: {},
};

/** Ids n1, n2, … as the window would make them. */
export function counter(): () => string {
  let count = 0;
  return () => `n${++count}`;
}
