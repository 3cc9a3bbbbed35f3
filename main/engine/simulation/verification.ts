/** A run beside its repetition: what differs, and whether what is stored is what was computed. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { isOneCourse, type RunDifference, type RunOrigin, type Verification } from "../../../shared/contract/runs.ts";
import type { HistoryInterface } from "../history/index.ts";
import { versionName } from "../project/index.ts";
import { digestOf, SampleDigests } from "./digests.ts";
import type { KeptRun, RunDigests } from "./RunBook.ts";

const CHUNK_ROWS = 100_000;

export interface VerifiableRun extends KeptRun {
  readonly origin: RunOrigin;
  readonly digests: RunDigests;
}

/** Throws `bad-input` saying why a run cannot be repeated. */
export function verifiable(run: KeptRun): VerifiableRun {
  const { origin, digests } = run;
  if (!isOneCourse(run)) throw new TwinError("bad-input", `${run.name} is a calibration, a study or the band of a forecast. It is repeated by making it again with its seed.`);
  if (run.state !== "done") throw new TwinError("bad-input", `${run.name} was not finished (${run.state}), so there is nothing to compare with.`);
  if (!origin || !digests) throw new TwinError("bad-input", `${run.name} was made by a Twinbench that did not yet record from what runs are made. Simulate anew, and verify that run.`);
  return { ...run, origin, digests };
}

/** What the repetition came to. */
export interface Repetition extends RunDigests {
  readonly version: string;
  readonly lost: readonly string[];
  readonly program: string;
  /** The texts as saved now, by file. */
  readonly saved: Readonly<Record<string, string>>;
}

export async function verification(history: Pick<HistoryInterface, "idOf" | "readSamples">, run: VerifiableRun, again: Repetition, signal: AbortSignal): Promise<Verification> {
  const { origin, digests } = run;
  const differences: RunDifference[] = [];
  if (again.version !== origin.version) differences.push({ kind: "version", recorded: origin.version, now: again.version });
  if (again.lost.length > 0) differences.push({ kind: "texts-lost", files: again.lost });
  if (again.program !== origin.program && again.lost.length === 0) differences.push({ kind: "program" });
  const told = (kind: "inputs" | "outputs" | "stored", signals: readonly string[]): void => {
    if (signals.length > 0) differences.push({ kind, signals });
  };
  told("inputs", differing(digests.inputs, again.inputs));
  const outputs = differing(digests.outputs, again.outputs);
  told("outputs", outputs);
  const stored = await storedDigests(history, run, signal);
  // Where two uses are compared with one signal, what is stored is the one of them that was written last.
  const single = run.signals.filter((id) => !Object.keys(digests.outputs).some((key) => key.startsWith(`${id} by `)));
  const altered = single.filter((id) => stored[id] !== digests.outputs[id]);
  told("stored", altered);
  const textsSince = [...new Set([...Object.keys(origin.texts), ...Object.keys(again.saved)])].filter((file) => {
    const text = again.saved[file];
    return (text === undefined ? undefined : versionName(text)) !== origin.texts[file];
  });
  return { run: run.id, identical: digestOf(again.outputs) === origin.outputs && altered.length === 0, differences, textsSince: textsSince.sort() };
}

function differing(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]).sort();
}

async function storedDigests(history: Pick<HistoryInterface, "idOf" | "readSamples">, { id: run, signals, fromUs, toUs }: KeptRun, signal: AbortSignal): Promise<Record<string, string>> {
  const byId = new Map(signals.flatMap((name): [number, string][] => {
    const id = history.idOf(name, run);
    return id === undefined ? [] : [[id, name]];
  }));
  const digests = new SampleDigests();
  for await (const { series, tUs, value } of history.readSamples([...byId.keys()], { fromUs, toUs, withLastBefore: false, chunkRows: CHUNK_ROWS, signal })) {
    // Series follow each other whole.
    for (let from = 0, to = 0; from < series.length; from = to) {
      while (to < series.length && series[to] === series[from]) to += 1;
      const name = byId.get(series[from] ?? -1);
      if (name !== undefined) digests.add(name, tUs.subarray(from, to), value.subarray(from, to));
    }
  }
  return digests.finish();
}
