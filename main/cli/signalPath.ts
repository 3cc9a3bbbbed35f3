/** From what a person types to a signal, and back. */
import { TwinError } from "../../shared/contract/errors.ts";
import type { EngineClient } from "../../shared/contract/contract.ts";
import { formatPath } from "../../shared/model/path.ts";
import type { Project } from "../../shared/model/project.ts";
import { allSignals, type Signal } from "../../shared/model/signals.ts";
import { nearest } from "../../shared/units/nearest.ts";
import { findByPath } from "./shortPath.ts";

/** Signals of the project and those its calcs make. */
export async function listSignals(client: EngineClient, project: Project): Promise<Signal[]> {
  for await (const calculated of client.rules.calcSignals({})) return [...allSignals(project), ...calculated];
  return allSignals(project);
}

/** The signal of this path, of an end of one that is the only one, or of this id. Throws `not-found` with the nearest one, `bad-input` where several end so. */
export function resolveSignal(signals: readonly Signal[], text: string): Signal {
  const found = signals.find((signal) => signal.id === text) ?? findByPath(signals.map((signal) => ({ path: signal.path, thing: signal })), text);
  if (found) return found;
  const near = nearest(text, signals.flatMap(({ path }) => [formatPath(path), path.join(".")]));
  throw new TwinError("not-found", `There is no signal ${text}.${near === undefined ? "" : ` Nearest: ${near}.`} List them with: twinbench signals`);
}
