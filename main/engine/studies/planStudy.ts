/** From the request of a study to what is solved: systems, rows, rules, and what the list of runs says of it. Reads nothing. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { studyFigures, type Study, type StudyRequest } from "../../../shared/contract/studies.ts";
import type { CompiledProject, RuleProgram, UseProgram } from "../../../shared/language/ir.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import { sortSystems, usesNamed, withSources } from "../simulation/index.ts";
import { NINE_IN_TEN } from "./bandSteps.ts";
import { designRows, USUAL_SEED } from "./designRows.ts";
import { rowPrograms } from "./rowRules.ts";
import { withUnits } from "./solveBand.ts";
import { watchedOutputs } from "./solveRow.ts";
import type { WatchedOutput } from "./studyTypes.ts";

/** Figures of all rows: what is kept with the run, and what a window is sent when it asks. */
const MAX_FIGURES = 400_000;
/** Ends of a band that is not of chance: all rows lie within. */
const ALL = [0, 1] as const;

export interface StudyPlan {
  readonly study: Study;
  readonly systems: readonly (readonly UseProgram[])[];
  readonly outputs: readonly WatchedOutput[];
  /** Ids of the uses that the outputs are of. */
  readonly watched: readonly string[];
  readonly rules: readonly RuleProgram[];
  readonly rows: readonly (readonly number[])[];
}

/** Throws `not-found` (use, asset, variable, rule), `bad-input` (an empty span, a range without room, a rule that reads nothing predicted), `limit` (too much). */
export function planStudy(request: StudyRequest, program: CompiledProject): StudyPlan {
  const { fromUs, toUs } = request.span;
  if (toUs <= fromUs) throw new TwinError("bad-input", "The span of the study is empty: its end is not after its start.");
  const uses = usesNamed(program, request.use, request.asset);
  const watched = uses.map((use) => use.id);
  const systems = sortSystems(withSources(uses, program.uses));
  const rows = designRows(request);
  const variables = withUnits(systems.flat(), request.variables);
  const outputs = watchedOutputs(systems, watched);
  const rules = rowPrograms(inlineCalcs(program).rules, request.rules ?? [], outputs.map(({ signal }) => signal));
  if (rows.length * (outputs.length * studyFigures.length + rules.length) > MAX_FIGURES) throw new TwinError("limit", "This study would give more figures than can be looked at: choose one asset, or fewer rows.");
  const isDrawn = request.kind === "monte-carlo" || request.kind === "sensitivity";
  const study: Study = {
    kind: request.kind, use: request.use, variables, rows: rows.length, failed: 0, ...(rules.length > 0 && { rules: [...new Set(rules.map(({ rule }) => rule))] }),
    ...(isDrawn && { seed: request.seed ?? USUAL_SEED, sampling: request.sampling ?? "sobol" }), band: isDrawn ? NINE_IN_TEN : ALL,
  };
  return { study, systems, outputs, watched, rules, rows };
}
