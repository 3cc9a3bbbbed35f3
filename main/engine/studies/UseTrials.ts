/**
 * Uses tried over history while their text is written: how far each is off from what was measured, beside the version that runs, and its
 * outputs as curves. Nothing is stored and nothing that runs is touched.
 */
import { groupBy } from "../../../shared/collections.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { studyFigures } from "../../../shared/contract/studies.ts";
import { MAX_TRIED_ASSETS, type TriedOutput, type UsePreview } from "../../../shared/contract/usePreviews.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { appliedTexts } from "../../../shared/model/edits/texts.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { Span } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { HistoryInterface } from "../history/index.ts";
import { openSolver, signalsRead, sortSystems, withSources, type SolverPlace } from "../simulation/index.ts";
import { stepsOf } from "./bandSteps.ts";
import { gridOf, watchedOutputs } from "./solveRow.ts";
import type { StudyProblem, WatchedOutput } from "./studyTypes.ts";
import { TrialHosts } from "./TrialHosts.ts";
import { TrialInputs } from "./TrialInputs.ts";
import { TrialWorker } from "./TrialWorker.ts";

export interface UseDraft {
  readonly file: string;
  readonly text: string;
  readonly span: Span;
  /** Tried first. */
  readonly assets: readonly string[];
}

export interface UseTrialsOptions {
  readonly history: HistoryInterface;
  readonly project: () => Project;
  /** Its worker is that of trials. */
  readonly solver: SolverPlace;
}

/** What a use on one asset came to. */
interface Tried {
  /** The grid that its lines stand on. */
  readonly tUs: Float64Array;
  readonly outputs: readonly WatchedOutput[];
  readonly figures: Float64Array;
  readonly lines: Float64Array;
}

const RMSE = studyFigures.indexOf("rmse");
const NOTHING = new Float64Array();

export class UseTrials {
  readonly #options: UseTrialsOptions;
  readonly #thread: TrialWorker;
  readonly #hosts: TrialHosts;
  readonly #inputs: TrialInputs;
  readonly #closing = new AbortController();
  readonly #previewing = new Map<string, AbortController>();
  #running: { readonly project: Project; readonly uses: readonly UseProgram[] } | undefined;

  constructor(options: UseTrialsOptions) {
    this.#options = options;
    this.#thread = new TrialWorker(openSolver(options.solver, { work: "trials", task: undefined, uses: [] }, "preview"));
    this.#hosts = new TrialHosts(options.solver);
    this.#inputs = new TrialInputs(options.history, this.#closing.signal);
  }

  /** The past has changed: what was read of it no longer holds. */
  historyChanged(): void {
    this.#inputs.forget();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#thread.close(), this.#hosts.close()]);
  }

  /** Frames as uses are finished. A newer preview of the same text by the same client ends this one. */
  async *preview(draft: UseDraft, client: string, signal: AbortSignal): AsyncGenerator<UsePreview[]> {
    const key = `${client} ${draft.file}`;
    this.#previewing.get(key)?.abort();
    const abort = new AbortController();
    this.#previewing.set(key, abort);
    try {
      yield* this.#tried(draft, AbortSignal.any([abort.signal, signal, this.#closing.signal]));
    } finally {
      if (this.#previewing.get(key) === abort) this.#previewing.delete(key);
    }
  }

  async *#tried({ file, text, span, assets }: UseDraft, ends: AbortSignal): AsyncGenerator<UsePreview[]> {
    const project = this.#options.project();
    const others = Object.values(project.texts).filter(({ id }) => id !== file);
    const { uses } = compile([...others, { id: file, text }], project).program;
    const touched = uses.filter(({ position, model }) => position.file === file || model.position.file === file);
    const found: UsePreview[] = [];
    for (const [name, members] of groupBy(touched, (use) => use.name)) {
      const rank = ({ assetId }: UseProgram): number => (assets.includes(assetId) ? assets.indexOf(assetId) : assets.length);
      const tried = members.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_TRIED_ASSETS);
      const [first] = members;
      const position = [first?.position, first?.model.position].find((one) => one?.file === file)?.start ?? 0;
      found.push({ use: name, position, assets: members.length, tried: tried.length, ...(await this.#of(tried, uses, span, ends)) });
      if (ends.aborted) return;
      yield [...found];
    }
  }

  /** Asset by asset, so that one of which nothing was recorded keeps no other from being tried. */
  async #of(uses: readonly UseProgram[], all: readonly UseProgram[], span: Span, ends: AbortSignal): Promise<Pick<UsePreview, "unsolved" | "compared" | "tUs" | "curves" | "error">> {
    const drafts: Tried[] = [];
    const running: Tried[] = [];
    let error: string | undefined;
    const before = this.#runningUses().filter(({ id }) => uses.some((use) => use.id === id));
    for (const use of uses) {
      try {
        drafts.push(await this.#solve(use, all, span, ends, withSources(uses, all)));
      } catch (problem) {
        error ??= TwinError.from(problem).message;
        continue;
      }
      const runs = before.find(({ id }) => id === use.id);
      const known = runs && (await this.#solve(runs, this.#runningUses(), span, ends, withSources(before, this.#runningUses())).catch(() => undefined));
      if (known) running.push(known);
    }
    const curves = drafts.flatMap(({ outputs, tUs, lines }) => outputs.map(({ signal, assetId }, place) => ({ signal, assetId, value: lines.slice(place * tUs.length, (place + 1) * tUs.length) })));
    return { unsolved: uses.length - drafts.length, compared: comparedWith(drafts, running), tUs: drafts[0]?.tUs ?? NOTHING, curves, ...(drafts.length === 0 && error !== undefined && { error }) };
  }

  /** Of the version that runs. */
  #runningUses(): readonly UseProgram[] {
    const project = this.#options.project();
    if (this.#running?.project !== project) this.#running = { project, uses: compile(appliedTexts(project), project).program.uses };
    return this.#running.uses;
  }

  /** `together`: all that the same process is to solve, one after the other. */
  async #solve(use: UseProgram, all: readonly UseProgram[], span: Span, ends: AbortSignal, together: readonly UseProgram[]): Promise<Tried> {
    const systems = sortSystems(withSources([use], all));
    const watched = [use.id];
    const outputs = watchedOutputs(systems, watched);
    const series = await this.#inputs.of(signalsRead(systems.flat()), span);
    const problem: StudyProblem = { systems, series, ...span, variables: [], watched, ...stepsOf(span, outputs.length) };
    const isHosted = together.some(({ model }) => model.imported);
    const { figures, lines, isSolved } = await (isHosted ? this.#hosts.solve(together, problem, ends) : this.#thread.solve(problem, ends));
    if (!isSolved) throw new TwinError("diverged", "The model has no finite solution over this span. Check the parameters and the signs in its equations.");
    return { outputs, figures, lines, tUs: gridOf(problem) };
  }
}

/** Over all assets, each alike. */
function comparedWith(drafts: readonly Tried[], running: readonly Tried[]): TriedOutput[] {
  const before = meanSquares(running);
  return [...meanSquares(drafts)].map(([output, { unit, rmse }]): TriedOutput => {
    const known = before.get(output)?.rmse;
    return { output, unit, rmse, ...(known !== undefined && { running: known }) };
  });
}

function meanSquares(tried: readonly Tried[]): Map<string, { readonly unit: string; readonly rmse: number }> {
  const offs = tried.flatMap(({ outputs, figures }) => outputs.flatMap(({ name, unit, compared }, place) => {
    const rmse = figures[place * studyFigures.length + RMSE] ?? Number.NaN;
    return compared === undefined || Number.isNaN(rmse) ? [] : [{ name, unit, rmse }];
  }));
  return new Map([...groupBy(offs, ({ name }) => name)].map(([name, found]) => [name, {
    unit: codeOfDifference(found[0]?.unit ?? "1"), rmse: Math.sqrt(found.reduce((sum, { rmse }) => sum + rmse ** 2, 0) / found.length),
  }]));
}
