/** Runs beside each other: what they were made from and what came of them, line by line. Pure. */
import { changesOf, type Run } from "../../../shared/contract/runs.ts";
import { kindText } from "../../../shared/contract/runTexts.ts";
import { changeText } from "../../../shared/contract/whatIf.ts";
import { formatDuration } from "../../app/state/zone.ts";
import { SCENARIO_WORDS } from "../Forecast/scenarioWords.ts";

export interface ComparedLine {
  readonly id: string;
  readonly what: string;
  readonly kind: "setting" | "figure";
  /** By run, in their order. */
  readonly values: readonly string[];
  readonly differs: boolean;
}

export interface CompareWords {
  readonly time: (tUs: number) => string;
  readonly signal: (id: string) => string;
  readonly asset: (id: string) => string;
  readonly amount: (value: number, unit: string) => string;
}

const NONE = "—";
/** Digits of a fingerprint that tell two apart. */
const SHORT = 8;

export function compareRuns(runs: readonly Run[], words: CompareWords): ComparedLine[] {
  const line = (kind: ComparedLine["kind"], what: string, of: (run: Run) => string | undefined): ComparedLine => {
    const values = runs.map((run) => of(run) ?? NONE);
    return { id: `${kind} ${what}`, what, kind, values, differs: new Set(values).size > 1 };
  };
  const setting = (what: string, of: (run: Run) => string | undefined): ComparedLine => line("setting", what, of);
  const files = [...new Set(runs.flatMap(({ origin }) => Object.keys(origin?.texts ?? {})))].sort();
  const changed = [...new Set(runs.flatMap((run) => namedChanges(run, words).map(([what]) => what)))];
  const scenarios = [...new Set(runs.flatMap((run) => scenariosOf(run, words).map(([what]) => what)))];
  const compared = [...new Map(runs.flatMap((run) => run.compared.map(({ signal, use }) => [`${signal} ${use}`, { signal, use }] as const))).values()];
  const affected = [...new Set(runs.flatMap(({ whatIf }) => whatIf?.effects?.map(({ signal }) => signal) ?? []))];
  return [
    setting("Kind", ({ kind }) => kindText(kind)),
    setting("Models used", ({ uses }) => uses.join(", ")),
    setting("From", ({ fromUs }) => words.time(fromUs)),
    setting("Length", ({ fromUs, toUs }) => formatDuration(toUs - fromUs)),
    setting("History followed before", ({ whatIf, forecast }) => {
      const before = whatIf ?? forecast;
      return before && formatDuration(before.warmUpUs);
    }),
    ...scenarios.map((what) => setting(what, (run) => scenariosOf(run, words).find(([name]) => name === what)?.[1])),
    ...changed.map((what) => setting(what, (run) => namedChanges(run, words).find(([name]) => name === what)?.[1])),
    ...files.map((file) => setting(file, ({ origin }) => origin?.texts[file]?.slice(0, SHORT))),
    setting("Models on the plant", ({ origin }) => origin?.program.slice(0, SHORT)),
    setting("Samples read", ({ origin }) => origin?.inputs?.slice(0, SHORT)),
    setting("Samples computed", ({ origin }) => origin?.outputs?.slice(0, SHORT)),
    setting("Twinbench", ({ origin }) => origin?.version),
    ...compared.map(({ signal, use }) => line("figure", `RMS residual ${words.signal(signal)}`, (run) => {
      const found = run.compared.find((one) => one.signal === signal && one.use === use);
      return found && words.amount(found.rmse, found.unit);
    })),
    ...affected.map((signal) => line("figure", `At the end against unchanged ${words.signal(signal)}`, ({ whatIf }) => {
      const found = whatIf?.effects?.find((one) => one.signal === signal);
      return found && words.amount(found.end, found.unit);
    })),
    line("figure", "Steps", ({ steps }) => String(steps)),
  ];
}

/** What is changed, and how. */
function namedChanges(run: Run, { asset }: CompareWords): [string, string][] {
  return changesOf(run).map((change) => [`Change of ${change.use} ${change.name}${change.asset === undefined ? "" : ` on ${asset(change.asset)}`}`, changeText(change)]);
}

/** Inputs that do not keep their last value, and how they go on. */
function scenariosOf({ forecast }: Run, { asset }: CompareWords): [string, string][] {
  return (forecast?.scenarios ?? []).map((one) => [`Going on of ${one.use} ${one.name}${one.asset === undefined ? "" : ` on ${asset(one.asset)}`}`, SCENARIO_WORDS[one.how]]);
}
