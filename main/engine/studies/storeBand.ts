/** The band that solved rows make, as series of a run. */
import { bandRun } from "../../../shared/contract/studies.ts";
import { StatusCode } from "../../../shared/model/sample.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import type { KeptRun } from "../simulation/index.ts";
import type { SolvedBand } from "./solveBand.ts";

export interface StoreBandParts {
  readonly history: HistoryInterface;
  readonly clock: Clock;
}

/** The middle under the run's own id, the ends beside it. Gives the run with them as its series. */
export async function storeBand({ history, clock }: StoreBandParts, run: KeptRun, { outputs, tUs, lines }: SolvedBand, { signal, progress }: JobContext): Promise<KeptRun> {
  progress({ text: "Storing" });
  const kept = outputs.flatMap((output, place) => {
    const line = lines[place];
    return line ? [{ signal: output.signal, run: run.id, value: line.middle }, { signal: output.signal, run: bandRun(run.id, "low"), value: line.low }, { signal: output.signal, run: bandRun(run.id, "high"), value: line.high }] : [];
  });
  const series = await history.ensureSeries(kept.map((one) => ({ signal: one.signal, run: one.run })));
  const stage = await history.importStage({ label: run.name, signal });
  try {
    for (const [place, { value }] of kept.entries()) {
      await stage.append({
        series: new Int32Array(tUs.length).fill(series[place] ?? -1), tUs, value, receivedUs: new Float64Array(tUs.length).fill(clock()),
        status: Uint32Array.from(value, (one) => (Number.isNaN(one) ? StatusCode.bad : StatusCode.good)), flags: new Uint8Array(tUs.length),
      });
    }
    await stage.commit();
  } catch (error) {
    await stage.abort();
    throw error;
  }
  return { ...run, state: "done", finishedUs: clock(), signals: outputs.map((output) => output.signal) };
}
