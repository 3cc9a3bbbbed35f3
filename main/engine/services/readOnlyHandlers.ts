/** What a project that is open for reading refuses, in one place: everything that would change it, or connect to a plant. */
import type { EngineHandlers } from "../../../shared/contract/contract.ts";
import { TwinError } from "../../../shared/contract/errors.ts";

/** Why it is so, and what to do about it. */
const WHY = "This project is open for reading only: its folder cannot be written to, or it was opened with --read-only. To work on it, copy the folder to where you may write and open the copy.";

/** The same services; a request that would change something is refused with what cannot be done and why. */
export function readOnlyHandlers(handlers: EngineHandlers): EngineHandlers {
  const refuse = (what: string) => (): never => {
    throw new TwinError("read-only", `${what} ${WHY}`);
  };
  const cannotChange = refuse("Nothing can be changed.");
  const cannotHandle = refuse("Alarms cannot be acknowledged, shelved or changed otherwise.");
  const cannotConnect = refuse("No source can be connected.");
  return {
    ...handlers,
    project: { ...handlers.project, change: cannotChange, undo: cannotChange, redo: cannotChange, saveLayout: refuse("The layout cannot be saved."), removeLayout: refuse("The layout cannot be deleted.") },
    sources: { ...handlers.sources, discover: cannotConnect, test: cannotConnect, connect: cannotConnect },
    files: { ...handlers.files, import: refuse("Nothing can be imported."), addSceneModel: refuse("No model can be added.") },
    rules: { ...handlers.rules, acknowledge: cannotHandle, apply: refuse("Nothing can be applied.") },
    alarms: { ...handlers.alarms, comment: cannotHandle, reset: cannotHandle, shelve: cannotHandle, unshelve: cannotHandle, takeOutOfService: cannotHandle, returnToService: cannotHandle },
    imported: { ...handlers.imported, add: refuse("No model can be added."), writeSidecar: cannotChange },
    calibration: { calibrate: refuse("Nothing can be calibrated.") },
    liveRuns: { ...handlers.liveRuns, restart: refuse("Nothing runs along with a plant.") },
    optimisation: { optimise: refuse("Nothing can be optimised.") },
    studies: { ...handlers.studies, study: refuse("Nothing can be simulated.") },
    runs: { ...handlers.runs, simulate: refuse("Nothing can be simulated."), whatIf: refuse("Nothing can be simulated."), forecast: refuse("Nothing can be simulated."), describe: refuse("The run cannot be renamed, noted or pinned."), remove: refuse("The run cannot be deleted."), cleanUp: refuse("No run can be deleted.") },
  };
}
