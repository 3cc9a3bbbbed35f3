/** The sample's assets and relations: one asset per object of the plant, plus pipes, with facts and placements. */
import type { PlantObject } from "../../plant/physics/index.ts";
import type { Asset, Relation } from "../../../shared/model/project.ts";
import { samplePipes, samplePlacements } from "./sampleLayout.ts";
import { typeId } from "./sampleTypes.ts";

/** What the type plates say, by type. */
const PLATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CentrifugalPump: { "Type plate": "NP 125-315, 120 m³/h at 32 m, 1480 r/min", "Impeller": "⌀ 318 mm", "Installed": "2019-04" },
  Motor: { "Type plate": "18.5 kW, 400 V, 4 poles, IE4, class F", "Drive": "22 kW, 20 … 51 Hz", "Installed": "2019-04" },
  Bearing: { "Bearing": "6311-C3, grease", "Change grease": "every 8000 h" },
  Tank: { "Material": "1.4301", "Built": "2018" },
  ControlValve: { "Size": "DN 150, Kvs 280", "Positioner": "4 … 20 mA, air 1 bar" },
  Valve: { "Size": "DN 150", "Actuator": "air to open" },
  HeatExchanger: { "Plates": "121, titanium", "Conductance": "95 kW/K clean" },
};

/** Values that differ from the type's. */
const HEADER_TANK_PARAMETERS = { area: 12 };

export function sampleAssets(objects: readonly PlantObject[], atUs: number): Record<string, Asset> {
  const placements = samplePlacements();
  const lifecycle = { state: "active", sinceUs: atUs, reason: "Part of the sample plant" } as const;
  const assets: Record<string, Asset> = {};
  objects.forEach(({ id, name, type, parent, description }, order) => {
    const placement = placements[id];
    assets[id] = {
      id, name, type: typeId(type), order, description, lifecycle, facts: PLATES[type] ?? {},
      parameters: isHeaderTank(id) ? HEADER_TANK_PARAMETERS : {},
      ...(parent !== undefined && { parent }), ...(placement && { placement }),
    };
  });
  for (const line of [0, 1] as const) {
    samplePipes(line).forEach(([id, name, placement], i) => {
      assets[id] = { id, name, type: typeId("Pipe"), parent: line === 0 ? "LineA" : "LineB", order: objects.length + i, parameters: {}, facts: { Size: "DN 200" }, lifecycle, placement };
    });
  }
  return assets;
}

function isHeaderTank(id: string): boolean {
  return id === "T-102" || id === "T-202";
}

/** `feeds` follows the water, `drives` the shaft. */
export function sampleRelations(): Record<string, Relation> {
  const relations: Record<string, Relation> = {};
  const add = (name: string, from: string, to: string): void => {
    const id = `${name}:${from}:${to}`;
    relations[id] = { id, name, from, to };
  };
  for (const hundred of [100, 200]) {
    const [suction, header, valve, exchanger] = [`T-${hundred + 1}`, `T-${hundred + 2}`, `FV-${hundred + 1}`, `E-${hundred + 1}`];
    for (const pump of [`P-${hundred + 1}`, `P-${hundred + 2}`]) {
      add("feeds", suction, pump);
      add("feeds", pump, valve);
      add("drives", `${pump}.motor`, pump);
    }
    add("feeds", valve, exchanger);
    add("feeds", exchanger, header);
  }
  return relations;
}
