/** From what a person types to a signal, and back. */
import { TwinError } from "../../shared/contract/errors.ts";
import type { EngineClient } from "../../shared/contract/contract.ts";
import { formatPath } from "../../shared/model/path.ts";
import type { Project } from "../../shared/model/project.ts";
import { allSignals, type Signal } from "../../shared/model/signals.ts";
import { nearest } from "../../shared/units/nearest.ts";

/** Signals of the project and those its calcs make. */
export async function listSignals(client: EngineClient, project: Project): Promise<Signal[]> {
  for await (const calculated of client.rules.calcSignals({})) return [...allSignals(project), ...calculated];
  return allSignals(project);
}

/** The signal of this path or bare name. Throws `not-found` with the nearest one. */
export function resolveSignal(signals: readonly Signal[], text: string): Signal {
  const byPath = new Map(signals.flatMap((signal): [string, Signal][] => [[formatPath(signal.path), signal], [signal.path.join("."), signal]]));
  const found = byPath.get(text) ?? signals.find((signal) => signal.id === text);
  if (found) return found;
  const near = nearest(text, byPath.keys());
  throw new TwinError("not-found", `There is no signal ${text}.${near === undefined ? "" : ` Nearest: ${near}.`} List them with: twinbench signals`);
}
