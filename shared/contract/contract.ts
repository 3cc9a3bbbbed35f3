/** All services of the engine under their names. Windows, the command line and tests talk to the engine through this alone. */
import { alarmsService } from "./alarms.ts";
import { calibrationService } from "./calibration.ts";
import type { Client, Handlers } from "./define.ts";
import { engineService } from "./engine.ts";
import { filesService } from "./files.ts";
import { historyService } from "./history.ts";
import { importedService } from "./imported.ts";
import { liveRunsService } from "./liveRuns.ts";
import { optimisationService } from "./optimisation.ts";
import { projectService } from "./project.ts";
import { rulesService } from "./rules.ts";
import { runsService } from "./runs.ts";
import { sourcesService } from "./sources.ts";
import { studiesService } from "./studies.ts";

/** Raised when a change would make an older window misread a newer engine; both sides compare it on connect. */
export const CONTRACT_VERSION = 1;

export const contract = {
  engine: engineService,
  project: projectService,
  sources: sourcesService,
  history: historyService,
  files: filesService,
  rules: rulesService,
  alarms: alarmsService,
  runs: runsService,
  liveRuns: liveRunsService,
  calibration: calibrationService,
  studies: studiesService,
  optimisation: optimisationService,
  imported: importedService,
} as const;

export type Contract = typeof contract;
export type ServiceName = keyof Contract;
export type EngineClient = { readonly [S in ServiceName]: Client<Contract[S]> };
export type EngineHandlers = { readonly [S in ServiceName]: Handlers<Contract[S]> };
