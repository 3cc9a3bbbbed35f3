/** A small pump station to compile against: two pumps with motors, one of them without a bearing sensor's part. */
import type { Asset, AssetType, Project, SignalDef } from "../../../shared/model/project.ts";

const LIFECYCLE = { state: "active", sinceUs: 0 } as const;

function signal(name: string, unit?: string, more: Partial<SignalDef> = {}): SignalDef {
  return { id: name.replaceAll(".", "-"), name, dataType: "number", ...(unit !== undefined && { unit }), ...more };
}

function type(name: string, signals: readonly SignalDef[], more: Partial<AssetType> = {}): AssetType {
  return { id: name, name, signals, parameters: [], states: [], look: { shape: "box", size: [1, 1, 1] }, ...more };
}

function asset(id: string, typeId: string, name: string, parent?: string, parameters: Record<string, number> = {}): Asset {
  return { id, type: typeId, name, order: 0, parameters, facts: {}, lifecycle: LIFECYCLE, ...(parent !== undefined && { parent }) };
}

function table<T extends { readonly id: string }>(rows: readonly T[]): Record<string, T> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}

export function station(): Project {
  const types = [
    type("Station", [signal("ambient.temperature", "degC"), signal("supply.pressure", "bar{g}")]),
    type("CentrifugalPump", [
      signal("bearing.temperature", "Cel"), signal("flow", "m3/h"), signal("suction.pressure", "bar"), signal("discharge.pressure", "bar"), signal("speed", "rpm"),
      signal("power", "kW"), signal("running", undefined, { dataType: "boolean" }), signal("mode", undefined, { dataType: "enum", members: ["off", "auto", "hand"] }),
      signal("operator", undefined, { dataType: "text" }), signal("Volume Flow RateRMS", "l/min"), signal("level", "%", { staleAfterUs: 60_000_000 }),
    ], {
      parameters: [{ id: "hot", name: "limit.temperature", unit: "degC", value: 80 }, { id: "wait", name: "wait", unit: "min", value: 5 }],
      states: [{ name: "health", members: ["ok", "degraded", "failed"] }],
    }),
    type("Motor", [signal("electrical.power", "W"), signal("winding.temperature", "degF"), signal("torque", "N.m")], { parameters: [{ id: "r", name: "R", unit: "K/kW", value: 60 }] }),
    type("Tank", [signal("level", "m")]),
  ];
  const assets = [
    asset("st", "Station", "North"),
    asset("p1", "CentrifugalPump", "P-101", "st"), asset("p2", "CentrifugalPump", "P-102", "st", { hot: 75 }), asset("p3", "CentrifugalPump", "P-103", "st"),
    asset("m1", "Motor", "motor", "p1"), asset("m2", "Motor", "motor", "p2", { r: 70 }),
    asset("t1", "Tank", "T-1", "st"),
  ];
  return {
    settings: { settings: { id: "settings", name: "North", zone: "UTC" } }, sources: {}, signals: {}, bindings: {}, models: {}, texts: {},
    types: table(types), assets: table(assets),
    relations: table([{ id: "r1", name: "feeds", from: "p1", to: "t1" }, { id: "r2", name: "feeds", from: "p2", to: "t1" }, { id: "r3", name: "feeds", from: "p3", to: "t1" }, { id: "r4", name: "supplies", from: "st", to: "p1" }, { id: "r5", name: "supplies", from: "st", to: "p2" }]),
  };
}
