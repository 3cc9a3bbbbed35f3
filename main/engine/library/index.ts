/**
 * The models that come with the product, as texts: each is taken into a project as a file of its own and belongs to the
 * project from then on. What they mean, where they come from and what they were held to: `docs/library.md`.
 */
import type { LibraryModel } from "../../../shared/contract/project.ts";
import batteryCell from "./battery-cell.twin?raw";
import bearingLife from "./bearing-life.twin?raw";
import bufferLine from "./buffer-line.twin?raw";
import compressorStage from "./compressor-stage.twin?raw";
import drainingTank from "./draining-tank.twin?raw";
import fanDuct from "./fan-duct.twin?raw";
import gearDrive from "./gear-drive.twin?raw";
import heatExchanger from "./heat-exchanger.twin?raw";
import motorHeating from "./motor-heating.twin?raw";
import pidController from "./pid-controller.twin?raw";
import pipeLoss from "./pipe-loss.twin?raw";
import pumpCurve from "./pump-curve.twin?raw";
import roomHeat from "./room-heat.twin?raw";
import stoppingMachine from "./stopping-machine.twin?raw";
import valveFlow from "./valve-flow.twin?raw";
import zoneHeat from "./zone-heat.twin?raw";
import { firstModel } from "./firstModel.ts";

/** By file name, in the order in which they are offered. */
const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ["battery-cell", batteryCell],
  ["bearing-life", bearingLife],
  ["buffer-line", bufferLine],
  ["compressor-stage", compressorStage],
  ["draining-tank", drainingTank],
  ["fan-duct", fanDuct],
  ["gear-drive", gearDrive],
  ["heat-exchanger", heatExchanger],
  ["motor-heating", motorHeating],
  ["pid-controller", pidController],
  ["pipe-loss", pipeLoss],
  ["pump-curve", pumpCurve],
  ["room-heat", roomHeat],
  ["stopping-machine", stoppingMachine],
  ["valve-flow", valveFlow],
  ["zone-heat", zoneHeat],
];

let models: readonly LibraryModel[] | undefined;

/** Read when first asked for: most sessions never do. */
export function libraryModels(): readonly LibraryModel[] {
  models ??= TEXTS.map(([name, text]) => ({ name, ...firstModel(name, text), text }));
  return models;
}
