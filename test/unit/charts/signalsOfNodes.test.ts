import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../shared/contract/project.ts";
import type { NodeAttributes } from "../../../shared/contract/sources.ts";
import { nodeRef } from "../../../renderer/app/dragdrop.ts";
import { signalsOfNodes } from "../../../renderer/panels/Trend/signalsOfNodes.ts";
import type { Workbench } from "../../../renderer/app/state/Workbench.ts";
import { fakeWorkbench } from "../../fixtures/panels/fakeWorkbench.ts";

const node = (address: string, more: Partial<NodeAttributes> = {}): NodeAttributes => ({ address, name: address, kind: "variable", hasChildren: false, dataType: "Double", access: { read: true, write: false, history: false }, attributes: [], ...more });

describe("nodes dragged from an address space onto a plot", () => {
  const setUp = (nodes: readonly NodeAttributes[], accepts = true) => {
    const { workbench: base, project } = fakeWorkbench();
    base.values.dispose();
    project.update((current) => ({ ...current, bindings: { b: { id: "b", signal: "A-p1/flow", source: "plc", address: "flow", revision: 1 } } }));
    const proposed: ProposedChange[] = [];
    const workbench: Workbench = { ...base, engine: { ...base.engine, sources: { ...base.engine.sources, read: async ({ addresses }) => ({ nodes: nodes.filter(({ address }) => addresses.includes(address)) }) } } };
    const services = { change: async (change: ProposedChange) => (proposed.push(change), accepts) };
    return { workbench, services, proposed };
  };

  it("are the signals that they are bound to", async () => {
    const { workbench, services, proposed } = setUp([]);
    expect(await signalsOfNodes(workbench, services, [nodeRef("plc", "flow")])).toEqual({ kind: "signal", ids: ["A-p1/flow"] });
    expect(proposed).toEqual([]);
  });

  it("become loose signals bound to them, as one change that can be undone", async () => {
    const { workbench, services, proposed } = setUp([node("t", { unit: { ucum: "Cel", text: "°C" }, range: { low: 0, high: 120 } }), node("on", { dataType: "Boolean" }), node("folder", { kind: "folder" })]);
    const found = await signalsOfNodes(workbench, services, [nodeRef("plc", "t"), nodeRef("plc", "on"), nodeRef("plc", "folder")]);
    expect(found.ids).toHaveLength(2);
    expect(proposed).toHaveLength(1);
    const [signal, binding, flag] = proposed[0]?.changes ?? [];
    expect(signal).toMatchObject({ table: "signals", after: { name: "t", unit: "Cel", dataType: "number", limits: { low: 0, high: 120 } } });
    expect(binding).toMatchObject({ table: "bindings", after: { source: "plc", address: "t", sourceUnit: "Cel", revision: 1 } });
    expect(flag).toMatchObject({ after: { dataType: "boolean" } });
  });

  it("are left out when the change is refused", async () => {
    const { workbench, services } = setUp([node("t")], false);
    expect((await signalsOfNodes(workbench, services, [nodeRef("plc", "t"), nodeRef("plc", "flow")])).ids).toEqual(["A-p1/flow"]);
  });
});
