/** A run as a document and as lines: what every command that makes one says of it. */
import type { Run } from "../../shared/contract/runs.ts";
import { formatPath } from "../../shared/model/path.ts";
import type { Project } from "../../shared/model/project.ts";
import { runSignalPath } from "../../shared/model/runSignals.ts";
import { plural } from "../../shared/plural.ts";
import { formatIso } from "../../shared/time/time.ts";

/** The path of a signal as it is typed. */
export function runSignalName(project: Project, id: string): string {
  return formatPath(runSignalPath(project, id));
}

export interface RunDocument {
  readonly run: string;
  readonly from: string;
  readonly to: string;
  readonly steps: number;
  readonly signals: readonly string[];
  readonly compared: readonly { readonly signal: string; readonly rmse: number; readonly unit: string; readonly samples: number }[];
  readonly state: Run["state"];
  readonly message: string | null;
}

export function runDocument(project: Project, run: Run): RunDocument {
  const name = (id: string): string => runSignalName(project, id);
  return {
    run: run.id, from: formatIso(run.fromUs), to: formatIso(run.toUs), steps: run.steps, signals: run.signals.map(name),
    compared: run.compared.map(({ signal, rmse, unit, samples }) => ({ signal: name(signal), rmse, unit, samples })),
    state: run.state, message: run.message ?? null,
  };
}

export function runLines({ run, steps, compared }: RunDocument): string[] {
  return [`${run}: ${steps} ${plural(steps, "step")}`, ...compared.map(({ signal, rmse, unit }) => `  ${signal}: ${rmse.toPrecision(4)} ${unit} root mean square`)];
}
