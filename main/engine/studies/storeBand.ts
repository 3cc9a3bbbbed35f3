/** The band that solved rows make: how finely it is kept, and its middle and ends as series. */
import type { Run } from "../../../shared/contract/runs.ts";
import { bandRun, type Study } from "../../../shared/contract/studies.ts";
import { StatusCode } from "../../../shared/model/sample.ts";
import { US_PER_S, type Clock, type Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import { bandLines } from "./bands.ts";
import { gridOf } from "./solveRow.ts";
import type { RowResult, StudyProblem, WatchedOutput } from "./studyTypes.ts";

/** Ends of a band of values by chance: nine in ten rows lie within. */
export const NINE_IN_TEN = [0.05, 0.95] as const;
/** As a run of one simulation keeps them; shorter spans are looked at in a thousand parts. */
const USUAL_OUTPUT_STEP_US = 10 * US_PER_S;
const PARTS_OF_A_SPAN = 1_000;
/** Numbers on the grid over all rows and outputs: 160 MB. More rows and outputs keep a coarser band. */
const MAX_GRID_VALUES = 20_000_000;
const FEWEST_INSTANTS = 20;

/** How often outputs are looked at, and the multiple of it at which the band is kept. */
export function stepsOf({ fromUs, toUs }: Span, lines: number): Pick<StudyProblem, "outputStepUs" | "gridStepUs"> {
  const spanUs = toUs - fromUs;
  const outputStepUs = Math.max(1, Math.min(USUAL_OUTPUT_STEP_US, Math.round(spanUs / PARTS_OF_A_SPAN)));
  const instants = Math.min(PARTS_OF_A_SPAN, Math.max(FEWEST_INSTANTS, Math.floor(MAX_GRID_VALUES / lines)));
  return { outputStepUs, gridStepUs: Math.max(1, Math.ceil(spanUs / instants / outputStepUs)) * outputStepUs };
}

export interface StoreBandParts {
  readonly history: HistoryInterface;
  readonly clock: Clock;
}

export interface SolvedBand {
  readonly problem: StudyProblem;
  readonly outputs: readonly WatchedOutput[];
  readonly solved: readonly RowResult[];
}

/** The middle under the run's own id, the ends of the band beside it. */
export async function storeBand({ history, clock }: StoreBandParts, run: Pick<Run, "id" | "name">, band: Study["band"], { problem, outputs, solved }: SolvedBand, signal: AbortSignal): Promise<void> {
  const tUs = gridOf(problem);
  const names = [bandRun(run.id, "low"), run.id, bandRun(run.id, "high")];
  const series = await history.ensureSeries(outputs.flatMap((output) => names.map((name) => ({ signal: output.signal, run: name }))));
  const stage = await history.importStage({ label: run.name, signal });
  try {
    for (const [place] of outputs.entries()) {
      const lines = solved.flatMap((row) => (!row.isSolved ? [] : [row.lines.subarray(place * tUs.length, (place + 1) * tUs.length)]));
      for (const [end, value] of bandLines(lines, [band[0], 0.5, band[1]]).entries()) {
        await stage.append({
          series: new Int32Array(tUs.length).fill(series[place * names.length + end] ?? -1), tUs, value, receivedUs: new Float64Array(tUs.length).fill(clock()),
          status: Uint32Array.from(value, (one) => (Number.isNaN(one) ? StatusCode.bad : StatusCode.good)), flags: new Uint8Array(tUs.length),
        });
      }
    }
    await stage.commit();
  } catch (error) {
    await stage.abort();
    throw error;
  }
}
