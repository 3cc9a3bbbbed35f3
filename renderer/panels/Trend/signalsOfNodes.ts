/** Makes a dragged node of an address space plottable: the signal it is bound to, or a new loose signal bound to it. */
import type { ProposedChange } from "../../../shared/contract/project.ts";
import type { NodeAttributes } from "../../../shared/contract/sources.ts";
import { parseNodeRef, type DragPayload } from "../../app/dragdrop.ts";
import type { WindowServices } from "../../app/state/WindowServices.ts";
import type { Workbench } from "../../app/state/Workbench.ts";

type Changes = ProposedChange["changes"];

/** Signals of the nodes, as a payload to plot. What is no variable is left out. New signals are one undoable change. */
export async function signalsOfNodes(workbench: Pick<Workbench, "engine" | "project">, services: Pick<WindowServices, "change">, refs: readonly string[]): Promise<DragPayload> {
  const bindings = Object.values(workbench.project.value.bindings);
  const known: string[] = [];
  const unbound = new Map<string, string[]>();
  for (const ref of refs) {
    const node = parseNodeRef(ref);
    if (!node) continue;
    const bound = bindings.find((binding) => binding.source === node.source && binding.address === node.address);
    if (bound) known.push(bound.signal);
    else unbound.set(node.source, [...(unbound.get(node.source) ?? []), node.address]);
  }
  const changes: Changes = [];
  const made: string[] = [];
  for (const [source, addresses] of unbound) {
    const { nodes } = await workbench.engine.sources.read({ source, addresses });
    for (const node of nodes) {
      if (node.kind !== "variable") continue;
      const signal = crypto.randomUUID();
      made.push(signal);
      changes.push(...boundSignal(signal, source, node));
    }
  }
  if (changes.length > 0 && !(await services.change({ label: made.length === 1 ? "Plot a node" : `Plot ${made.length} nodes`, changes }))) return { kind: "signal", ids: known };
  return { kind: "signal", ids: [...known, ...made] };
}

function boundSignal(signal: string, source: string, node: NodeAttributes): Changes {
  // A unit that is only a text of the server cannot be computed with: the signal stays a plain number until somebody says what it is.
  const unit = node.unit?.ucum;
  const kind = node.dataType ?? "";
  const dataType = node.members ? "enum" : kind === "Boolean" ? "boolean" : kind === "String" || kind === "LocalizedText" ? "text" : "number";
  const numeric = dataType === "number" && unit !== undefined ? { unit } : {};
  const after = { id: signal, name: node.name, dataType, ...numeric, ...(node.members && { members: node.members }), ...(node.range && { limits: node.range }), ...(node.description !== undefined && { description: node.description }) };
  const binding = { id: `binding-${signal}`, signal, source, address: node.address, revision: 1, ...(unit !== undefined && dataType === "number" && { sourceUnit: unit }) };
  return [{ table: "signals", id: signal, after }, { table: "bindings", id: binding.id, after: binding }];
}
