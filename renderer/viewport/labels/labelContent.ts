/** What a label says of an asset at the time cursor: name, value and unit, and a word for what is out of the ordinary. Pure. */
import { MEASURED } from "../../../shared/contract/history.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { covers, type Run } from "../../../shared/contract/runs.ts";
import type { Severity } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import type { SignalValue } from "../../app/state/values.ts";
import { formatDifference, unitOfDifference } from "../../charts/formatDifference.ts";
import { formatValue, shownUnit } from "../../charts/formatValue.ts";
import type { AssetDifference } from "../colour/DifferenceValues.ts";
import { isAcknowledged } from "../../widgets/facts/alarmOrder.ts";

/** What a label shows of an asset, by the type's look. */
export interface LabelSignals {
  readonly value?: Signal;
  readonly running?: Signal;
}

export interface LabelContent {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** `stale`, `stopped`, `simulated`, `difference`: neutral words. */
  readonly words: readonly string[];
  readonly isUnknown: boolean;
  readonly isSimulated: boolean;
  readonly alarm?: { readonly severity: Severity; readonly isAcknowledged: boolean; readonly message: string };
}

export function labelSignals(project: Project, assetId: string): LabelSignals {
  const look = project.types[project.assets[assetId]?.type ?? ""]?.look;
  if (!look) return {};
  const signals = signalsOfAsset(project, assetId);
  const named = (name: string | undefined): Signal | undefined => (name === undefined ? undefined : signals.find((signal) => signal.name === name));
  const [value, running] = [named(look.labelSignal), named(look.runningSignal)];
  return { ...(value && { value }), ...(running && { running }) };
}

export interface ShownRun {
  readonly run: string;
  /** Whether the time cursor stands inside the run; of the rest of time it says nothing. */
  readonly isInside: boolean;
}

/** The run that panels show, at an instant. Measured is always inside. */
export function shownRunAt(run: string, runs: readonly Run[], tUs: number): ShownRun {
  const found = runs.find(({ id }) => id === run);
  return { run, isInside: run === MEASURED || (found !== undefined && covers(found, tUs)) };
}

export function labelContent(name: string, signals: LabelSignals, valueAt: (signal: string) => SignalValue | undefined, { run, isInside }: ShownRun, alarm: Alarm | undefined, difference?: AssetDifference): LabelContent {
  const valueOf = (signal: Signal | undefined): SignalValue | undefined => (signal && isInside ? valueAt(signal.id) : undefined);
  const value = valueOf(signals.value);
  const running = valueOf(signals.running);
  const isSimulated = run !== MEASURED && value !== undefined;
  const words: string[] = [];
  if (signals.value && !value) words.push(run === MEASURED ? "no value" : isInside ? "not in this run" : "outside the run");
  if (value?.isUnknown === true) words.push(value.status >>> 30 >= 2 ? "bad" : "stale");
  if (running && !running.isUnknown && running.value === 0) words.push("stopped");
  if (isSimulated) words.push("simulated");
  const active = alarm && alarm.state !== "ended" ? alarm : undefined;
  return {
    name, words, isSimulated, isUnknown: value?.isUnknown === true || (signals.value !== undefined && value === undefined),
    value: signals.value && value ? formatValue(value.value, signals.value, value.text) : "",
    unit: signals.value && value ? shownUnit(signals.value) : "",
    ...(difference && inItsPlace(difference)),
    ...(active && { alarm: { severity: active.severity, isAcknowledged: isAcknowledged(active), message: active.message } }),
  };
}

/** A difference is shown instead of the value. */
function inItsPlace({ signal, value }: AssetDifference): Pick<LabelContent, "value" | "unit" | "words" | "isUnknown" | "isSimulated"> {
  const isUnknown = Number.isNaN(value);
  return { value: isUnknown ? "" : formatDifference(value), unit: isUnknown ? "" : unitOfDifference(signal.unit), words: [isUnknown ? "no difference known" : "difference"], isUnknown, isSimulated: false };
}
