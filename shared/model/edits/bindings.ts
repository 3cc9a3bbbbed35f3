/** Tying signals to addresses of sources: one binding a signal, its revision raised whenever unit or address change. */
import type { ProposedChange } from "../../contract/project.ts";
import { TwinError } from "../../contract/errors.ts";
import { compatible } from "../../units/convert.ts";
import { isUnitError, parseUnit } from "../../units/parseUnit.ts";
import type { Binding, LooseSignal, Project, Sampling, SignalDef } from "../project.ts";
import { bindingOf, findSignal, type Signal } from "../signals.ts";
import { freeName, put, remove, type EntityEdit, type NewId } from "./edit.ts";

/** Asked for where nothing else is said: quick enough to watch, slow enough for any server. */
export const DEFAULT_SAMPLING: Sampling = { intervalMs: 1_000, queueSize: 10 };

export interface BindTo {
  readonly source: string;
  readonly address: string;
  readonly sourceUnit?: string;
  readonly sampling?: Sampling;
}

/** The entity that binds a signal: its binding changed, or a new one. */
export function bindEdit(project: Project, signalId: string, to: BindTo, newId: NewId): EntityEdit {
  const before = bindingOf(project, signalId);
  const isSame = before?.source === to.source && before.address === to.address && before.sourceUnit === to.sourceUnit;
  const binding: Binding = {
    id: before?.id ?? newId(),
    signal: signalId,
    source: to.source,
    address: to.address,
    ...(to.sourceUnit !== undefined && { sourceUnit: to.sourceUnit }),
    sampling: to.sampling ?? before?.sampling ?? DEFAULT_SAMPLING,
    revision: before ? before.revision + (isSame ? 0 : 1) : 1,
  };
  return put("bindings", binding);
}

export function bindSignal(project: Project, signalId: string, to: BindTo, newId: NewId): ProposedChange {
  const signal = findSignal(project, signalId);
  if (!signal) throw new TwinError("not-found", "The signal is not there any more.");
  const problem = unitProblem(signal, to.sourceUnit);
  if (problem !== undefined) throw new TwinError("refused", problem);
  return { label: `Bind ${signal.path.join(" ")}`, changes: [bindEdit(project, signalId, to, newId)] };
}

export function unbindSignals(project: Project, signalIds: readonly string[]): ProposedChange {
  const bindings = signalIds.flatMap((id) => bindingOf(project, id) ?? []);
  return { label: bindings.length === 1 ? `Unbind ${findSignal(project, signalIds[0] ?? "")?.name ?? "a signal"}` : `Unbind ${bindings.length} signals`, changes: bindings.map((binding) => remove("bindings", binding.id)) };
}

/** Why a source's unit cannot be turned into the signal's, or undefined where it can (or one of them is not known). */
export function unitProblem(signal: Pick<Signal, "name" | "unit">, sourceUnit: string | undefined): string | undefined {
  if (signal.unit === undefined || sourceUnit === undefined) return undefined;
  const [to, from] = [parseUnit(signal.unit), parseUnit(sourceUnit)];
  if (isUnitError(from)) return `The source says its unit is “${sourceUnit}”, which cannot be read as a unit. Choose the unit it really delivers.`;
  if (isUnitError(to) || compatible(from, to)) return undefined;
  return `${name(signal)} is in ${signal.unit}; the source delivers ${sourceUnit}, which measures something else. Choose another signal or correct the unit.`;
}

function name(signal: Pick<Signal, "name">): string {
  return signal.name;
}

/** What a node says of itself, as far as a signal needs it. */
export interface NodeFacts {
  readonly name: string;
  readonly dataType: SignalDef["dataType"];
  readonly unit?: string;
  readonly members?: readonly string[];
  readonly limits?: { readonly low: number; readonly high: number };
  readonly description?: string;
}

/** A loose signal bound to a node: what dropping a node onto a plot makes. */
export function looseSignalFor(project: Project, facts: NodeFacts, to: BindTo, newId: NewId): { readonly change: ProposedChange; readonly signal: string } {
  const bound = Object.values(project.bindings).find((binding) => binding.source === to.source && binding.address === to.address);
  if (bound) return { signal: bound.signal, change: { label: "Nothing to bind", changes: [] } };
  const taken = new Set(Object.values(project.signals).map((signal) => signal.name));
  const signal: LooseSignal = { id: newId(), ...facts, name: freeName(facts.name, taken) };
  return { signal: signal.id, change: { label: `Record ${signal.name}`, changes: [put("signals", signal), bindEdit(project, signal.id, to, newId)] } };
}
