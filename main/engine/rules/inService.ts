/**
 * Rules run on assets that are in service: one that is still set up has no values yet, one that is retired has none any
 * more, and "cannot decide" about either tells nobody anything. Live, backtests and previews leave out the same. Under
 * maintenance and after an error rules still run: that is when somebody looks.
 */
import type { NotRun } from "../../../shared/contract/rules.ts";
import type { CompiledProject } from "../../../shared/language/ir.ts";
import type { Lifecycle, Project } from "../../../shared/model/project.ts";

const OUT_OF_SERVICE: Partial<Readonly<Record<Lifecycle, string>>> = { provisioning: "is still being set up (provisioning)", retired: "is retired" };

/** A rule of a text that is left out on an asset, with where it stands. */
export interface LeftOut extends NotRun {
  readonly file: string;
  readonly position: number;
}

export interface InService {
  readonly program: CompiledProject;
  readonly leftOut: readonly LeftOut[];
}

/** What runs before anything was compiled. */
export const NOTHING: InService = { program: { rules: [], calcs: [], uses: [], notApplicable: [] }, leftOut: [] };

/** The program without rules on assets that are not in service, and which those are. Calcs and uses stay: others may read them. */
export function inService(program: CompiledProject, project: Project): InService {
  const leftOut: LeftOut[] = [];
  const rules = program.rules.filter(({ rule, assetId, position }) => {
    const asset = project.assets[assetId];
    const why = asset && OUT_OF_SERVICE[asset.lifecycle.state];
    if (asset && why !== undefined) leftOut.push({ rule, assetId, reason: `${asset.name} ${why}`, file: position.file, position: position.start });
    return why === undefined;
  });
  return leftOut.length === 0 ? { program, leftOut } : { program: { ...program, rules }, leftOut };
}
