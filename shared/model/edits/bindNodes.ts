/** Binding several variables to an asset at once: which signal fits which variable, and the one change that binds them. */
import type { ProposedChange } from "../../contract/project.ts";
import type { NodeAttributes } from "../../contract/sources.ts";
import { TwinError } from "../../contract/errors.ts";
import { nearest } from "../../units/nearest.ts";
import type { AssetType, Project, SignalDef } from "../project.ts";
import { assetSignalId, signalsOfAsset } from "../signals.ts";
import { assetOf } from "./assets.ts";
import { bindEdit, unitProblem } from "./bindings.ts";
import { freeName, namesOf, put, type NewId } from "./edit.ts";
import { factsOf, signalNameOf } from "./fromObject.ts";

/** Instead of a signal of the type: make a new one from the variable, or leave the variable out. */
export const NEW_SIGNAL = "new signal";
export const LEAVE_OUT = "leave out";

/** The signal of the asset that a variable most likely is: same name, else a near one, with a unit that fits; else a new one. */
export function likelySignal(project: Project, assetId: string, node: Pick<NodeAttributes, "name" | "unit">): string {
  const fitting = signalsOfAsset(project, assetId).filter((signal) => unitProblem(signal, node.unit?.ucum) === undefined);
  const wanted = signalNameOf([node.name]);
  const lastWord = (name: string): string => name.split(".").at(-1) ?? name;
  const exact = fitting.find((signal) => signal.name === wanted) ?? fitting.find((signal) => lastWord(signal.name) === wanted);
  const near = exact ?? fitting.find((signal) => signal.name === nearest(wanted, fitting.map(({ name }) => name)));
  return near?.id ?? NEW_SIGNAL;
}

export interface NodeTarget {
  readonly node: NodeAttributes;
  /** A signal id, `NEW_SIGNAL` or `LEAVE_OUT`. */
  readonly signal: string;
}

/** One change that binds the variables; new signals go to the asset's type, for all its assets. */
export function bindNodes(project: Project, assetId: string, source: string, targets: readonly NodeTarget[], newId: NewId): ProposedChange {
  const asset = assetOf(project, assetId);
  const type = project.types[asset.type];
  if (!type) throw new TwinError("damaged", `${asset.name} has no type. Give it one first.`);
  const used = targets.filter(({ signal }) => signal !== LEAVE_OUT);
  const twice = used.find(({ signal }, index) => signal !== NEW_SIGNAL && used.findIndex((other) => other.signal === signal) !== index);
  if (twice) throw new TwinError("refused", `Two variables are to be bound to one signal (${twice.node.name} is the second). A signal has one binding.`);
  const defs: SignalDef[] = [...type.signals];
  const names = new Set(defs.map((def) => def.name));
  const bindings = used.map(({ node, signal }) => {
    const to = { source, address: node.address, ...(node.unit?.ucum !== undefined && { sourceUnit: node.unit.ucum }) };
    if (signal !== NEW_SIGNAL) return bindEdit(project, signal, to, newId);
    const facts = factsOf(node, freeName(signalNameOf([node.name]), names).replaceAll(" ", "_"));
    if (!facts) throw new TwinError("refused", `${node.name} is a ${node.dataType ?? "structure"}, which cannot be recorded as a signal. Leave it out.`);
    names.add(facts.name);
    const def: SignalDef = { id: newId(), ...facts };
    defs.push(def);
    return bindEdit(project, assetSignalId(assetId, def.id), to, newId);
  });
  const extended: AssetType = { ...type, signals: defs };
  return {
    label: `Bind ${namesOf(used.map(({ node }) => node.name))} to ${asset.name}`,
    changes: [...(defs.length > type.signals.length ? [put("types", extended)] : []), ...bindings],
  };
}
