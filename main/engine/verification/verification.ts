/** A run beside its repetition: what differs, and whether what is stored is what was computed and found. */
import { seriesNames, type RunDifference, type Verification } from "../../../shared/contract/runs.ts";
import type { HistoryInterface } from "../history/index.ts";
import { versionName } from "../project/index.ts";
import { digestFindings, digestOf, SampleDigests, type KeptRun, type Repeated, type VerifiableRun } from "../simulation/index.ts";

const CHUNK_ROWS = 100_000;

/** What the repetition came to. */
export interface Repetition extends Omit<Repeated, "found"> {
  readonly version: string;
  readonly lost: readonly string[];
  readonly findings: Readonly<Record<string, string>> | undefined;
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
  const toldOfFindings = (kind: "findings" | "stored-findings", names: readonly string[]): void => {
    if (names.length > 0) differences.push({ kind, names });
  };
  told("inputs", differing(digests.inputs, again.inputs));
  told("outputs", differing(digests.outputs, again.outputs));
  const findings = differing(digests.findings ?? {}, again.findings ?? {});
  toldOfFindings("findings", findings);
  const stored = await storedDigests(history, run, signal);
  // Where two uses are compared with one signal, what is stored is the one of them that was written last.
  const single = run.signals.filter((id) => !Object.keys(digests.outputs).some((key) => key.startsWith(`${id} by `)));
  const altered = single.filter((id) => stored[id] !== digests.outputs[id]);
  told("stored", altered);
  const alteredFindings = differing(digests.findings ?? {}, digestFindings(run));
  toldOfFindings("stored-findings", alteredFindings);
  const textsSince = [...new Set([...Object.keys(origin.texts), ...Object.keys(again.saved)])].filter((file) => {
    const text = again.saved[file];
    return (text === undefined ? undefined : versionName(text)) !== origin.texts[file];
  });
  const identical = digestOf(again.outputs) === origin.outputs && altered.length + findings.length + alteredFindings.length === 0;
  return { run: run.id, identical, differences, textsSince: textsSince.sort() };
}

function differing(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]).sort();
}

/** By signal; of a band its middle and then its ends. */
async function storedDigests(history: Pick<HistoryInterface, "idOf" | "readSamples">, run: KeptRun, signal: AbortSignal): Promise<Record<string, string>> {
  const digests = new SampleDigests();
  for (const name of seriesNames(run)) {
    const byId = new Map(run.signals.flatMap((signalId): [number, string][] => {
      const id = history.idOf(signalId, name);
      return id === undefined ? [] : [[id, signalId]];
    }));
    for await (const { series, tUs, value } of history.readSamples([...byId.keys()], { fromUs: run.fromUs, toUs: run.toUs, withLastBefore: false, chunkRows: CHUNK_ROWS, signal })) {
      // Series follow each other whole.
      for (let from = 0, to = 0; from < series.length; from = to) {
        while (to < series.length && series[to] === series[from]) to += 1;
        const known = byId.get(series[from] ?? -1);
        if (known !== undefined) digests.add(known, tUs.subarray(from, to), value.subarray(from, to));
      }
    }
  }
  return digests.finish();
}
