/** The plant's objects and its 200-odd signals: names, units, ranges and where each reading comes from. */
import { CatalogueBuilder, valveSignals, type Catalogue } from "./catalogueBuilder.ts";
import type { Plant } from "./plant.ts";
import { pumpSignals } from "./pumpCatalogue.ts";
import type { PumpLine } from "./line.ts";
import type { Tank } from "./tank.ts";

export const STATION_ID = "Station";

export function makeCatalogue(plant: Plant): Catalogue {
  const build = new CatalogueBuilder();
  stationSignals(build, plant);
  for (const line of plant.lines) lineSignals(build, line, plant);
  return build;
}

function stationSignals(build: CatalogueBuilder, plant: Plant): void {
  const id = STATION_ID;
  const { environment } = plant;
  build.object(id, "North pump station", "Station", "Lifts process water to two header tanks and cools it on the way");
  build.number(id, "ambient.temperature", "Cel", { description: "Outdoor air in the shade", range: [-30, 50], pace: "slow", noise: 0.04, resolution: 0.1, read: () => environment.ambientC });
  build.number(id, "ambient.humidity", "%", { description: "Relative humidity of the outdoor air", range: [0, 100], pace: "rare", noise: 0.3, resolution: 0.5, read: () => environment.humidityPercent });
  build.number(id, "mains.voltage", "V", { description: "Line to line voltage of the incoming supply", range: [0, 500], pace: "medium", noise: 0.3, resolution: 0.2, read: () => environment.voltageV });
  build.number(id, "power.total", "kW", { description: "Electrical power of all motors", range: [0, 100], pace: "medium", noise: 0.05, resolution: 0.05, jump: 3, read: () => plant.lines.reduce((sum, line) => sum + line.pumps[0].motor.powerKw + line.pumps[1].motor.powerKw, 0) });
  build.number(id, "flow.total", "m3/h", { description: "Water lifted by both lines", range: [0, 500], pace: "medium", noise: 0.5, resolution: 0.2, jump: 20, read: () => plant.lines.reduce((sum, line) => sum + line.flow, 0) });
  build.number(id, "cooling.water.temperature", "Cel", { description: "Cooling water supply to the heat exchangers", range: [0, 60], pace: "slow", noise: 0.05, resolution: 0.1, read: () => environment.coldWaterC });
  build.text(id, "operator.note", "Last note of the shift", () => plant.operatorNote, (note) => { plant.operatorNote = note; });
}

function lineSignals(build: CatalogueBuilder, line: PumpLine, plant: Plant): void {
  const letter = line.index === 0 ? "A" : "B";
  const hundred = (line.index + 1) * 100;
  const id = `Line${letter}`;
  build.object(id, `Line ${letter}`, "Line", `Pumping line ${letter}: T-${hundred + 1} to T-${hundred + 2}`, STATION_ID);
  build.number(id, "flow", "m3/h", { description: "Flow meter after the control valve", range: [0, 250], pace: "medium", noise: 0.35, resolution: 0.1, jump: 12, read: () => line.flow });
  build.number(id, "demand", "m3/h", { description: "Drawn by the consumers of this line", range: [0, 250], pace: "medium", noise: 0.3, resolution: 0.1, read: () => line.demand });
  build.number(id, "demand.setpoint", "%", { description: "Share of the usual demand that the consumers may draw", range: [0, 150], pace: "change", read: () => line.demandPercent, write: (value) => { line.demandPercent = Number(value); } });
  build.number(id, "energy", "kW.h", { description: "Electrical energy since commissioning", pace: "rare", resolution: 0.1, read: () => line.energyKwh });
  build.number(id, "volume", "m3", { description: "Water lifted since commissioning", pace: "rare", resolution: 0.1, read: () => line.pumpedM3 });
  build.text(id, "product", "Water that the line carries", () => "process water");
  tankSignals(build, `T-${hundred + 1}`, "Suction tank", id, line, line.suctionTank);
  for (const pump of line.pumps) pumpSignals(build, pump, id, plant);
  valveSignals(build, `FV-${hundred + 1}`, `FV-${hundred + 1}`, "ControlValve", "Control valve that holds the header level", id, line.controlValve);
  exchangerSignals(build, `E-${hundred + 1}`, id, line, plant);
  tankSignals(build, `T-${hundred + 2}`, "Header tank", id, line, line.headerTank);
}

function tankSignals(build: CatalogueBuilder, id: string, what: string, lineId: string, line: PumpLine, tank: Tank): void {
  const header = tank === line.headerTank;
  build.object(id, id, "Tank", `${what}, ${tank.areaM2} m² × ${tank.heightM} m`, lineId);
  build.number(id, "level", "m", { description: "Level by radar", range: [0, tank.heightM], pace: "medium", noise: 0.003, resolution: 0.001, sensor: header ? line.headerLevel : line.suctionLevel, read: () => tank.levelM });
  build.number(id, "bottom.pressure", "bar", { description: "Gauge pressure at the floor", range: [0, 1], pace: "medium", noise: 0.0006, resolution: 0.0002, read: () => tank.bottomPressureBar });
  build.number(id, "temperature", "Cel", { description: "Water temperature", range: [0, 80], pace: "slow", noise: 0.04, resolution: 0.05, read: () => tank.temperatureC });
  build.number(id, "inflow", "m3/h", { description: "Flow meter at the inlet", range: [0, 260], pace: "medium", noise: 0.15, resolution: 0.1, jump: 3, read: () => tank.inflow });
  build.number(id, "outflow", "m3/h", { description: "Flow meter at the outlet", range: [0, 260], pace: "medium", noise: 0.15, resolution: 0.1, jump: 3, read: () => tank.outflow });
  build.number(id, "level.setpoint", "m", {
    description: "Level that the automatic holds", range: [0.5, 4.5], pace: "change",
    read: () => (header ? line.headerSetpointM : line.suctionSetpointM),
    write: (value) => { if (header) line.headerSetpointM = Number(value); else line.suctionSetpointM = Number(value); },
  });
  build.boolean(id, "level.high", "Level switch at 95 % of the height", () => tank.levelM > 0.95 * tank.heightM);
}

function exchangerSignals(build: CatalogueBuilder, id: string, lineId: string, line: PumpLine, plant: Plant): void {
  const { exchanger } = line;
  build.object(id, id, "HeatExchanger", "Plate heat exchanger, process water against cooling water", lineId);
  const temperature = (name: string, description: string, read: () => number): void =>
    build.number(id, name, "Cel", { description, range: [0, 80], pace: "slow", noise: 0.05, resolution: 0.05, read });
  temperature("hot.inlet.temperature", "Process water in", () => line.suctionTank.temperatureC);
  temperature("hot.outlet.temperature", "Process water out", () => exchanger.hotOutC);
  temperature("cold.inlet.temperature", "Cooling water in", () => plant.environment.coldWaterC);
  temperature("cold.outlet.temperature", "Cooling water out", () => exchanger.coldOutC);
  build.number(id, "cold.flow", "m3/h", { description: "Cooling water flow", range: [0, 200], pace: "medium", noise: 0.4, resolution: 0.2, read: () => exchanger.coldFlow });
  build.number(id, "duty", "kW", { description: "Heat handed over, by the heat meter", range: [0, 3000], pace: "slow", noise: 3, resolution: 1, read: () => exchanger.dutyKw });
  build.number(id, "pressure.drop", "bar", { description: "Process side, inlet to outlet", range: [0, 1], pace: "medium", noise: 0.001, resolution: 0.0005, read: () => exchanger.pressureDropBar });
}
