import { describe, expect, it } from "vitest";
import type { NodeAttributes } from "../../../../shared/contract/sources.ts";
import { bindNodes, LEAVE_OUT, likelySignal, NEW_SIGNAL } from "../../../../shared/model/edits/bindNodes.ts";
import { bindSignal, looseSignalFor, unbindSignals } from "../../../../shared/model/edits/bindings.ts";
import { counter, plantProject as project } from "./plantProject.ts";

const node = (name: string, part: Partial<NodeAttributes> = {}): NodeAttributes => ({
  address: `nsu=urn:x;s=${name}`, name, kind: "variable", hasChildren: false, dataType: "Double", access: { read: true, write: false, history: false }, attributes: [], ...part,
});

describe("binding a signal", () => {
  it("raises the revision when address or unit change, and only then", () => {
    const to = { source: "plc", address: "nsu=urn:x;s=flow", sourceUnit: "m3/h" };
    const revision = (change: ReturnType<typeof bindSignal>): unknown => change.changes[0]?.after?.["revision"];
    expect(revision(bindSignal(project, "p1/flow", { ...to, sampling: { intervalMs: 100, queueSize: 1 } }, counter()))).toBe(3);
    expect(revision(bindSignal(project, "p1/flow", { ...to, sourceUnit: "L/s" }, counter()))).toBe(4);
    expect(revision(bindSignal(project, "p1/flow", { ...to, address: "nsu=urn:x;s=other" }, counter()))).toBe(4);
  });

  it("keeps one binding a signal", () => {
    expect(bindSignal(project, "p1/flow", { source: "plc", address: "nsu=urn:x;s=other" }, counter()).changes.map(({ id }) => id)).toEqual(["b1"]);
  });

  it("refuses a source whose unit measures something else, and says so", () => {
    expect(() => bindSignal(project, "p1/flow", { source: "plc", address: "a", sourceUnit: "Cel" }, counter())).toThrow("measures something else");
    expect(() => bindSignal(project, "p1/flow", { source: "plc", address: "a", sourceUnit: "blorps" }, counter())).toThrow("cannot be read as a unit");
  });

  it("takes a binding away", () => {
    expect(unbindSignals(project, ["p1/flow", "p2/flow"]).changes).toEqual([{ table: "bindings", id: "b1" }]);
  });

  it("makes a loose signal for a node, once", () => {
    const made = looseSignalFor(project, { name: "level", dataType: "number", unit: "m" }, { source: "plc", address: "nsu=urn:x;s=level" }, counter());
    expect(made.change.changes.map(({ table }) => table)).toEqual(["signals", "bindings"]);
    expect(looseSignalFor(project, { name: "flow", dataType: "number" }, { source: "plc", address: "nsu=urn:x;s=flow" }, counter())).toMatchObject({ signal: "p1/flow", change: { changes: [] } });
  });
});

describe("binding several variables to an asset", () => {
  it("proposes the signal of the same name with a unit that fits", () => {
    expect(likelySignal(project, "p1", node("Flow", { unit: { ucum: "L/s", text: "L/s" } }))).toBe("p1/flow");
    expect(likelySignal(project, "p1", node("Flow", { unit: { ucum: "Cel", text: "°C" } }))).not.toBe("p1/flow");
    expect(likelySignal(project, "p1", node("Temperature", { unit: { ucum: "Cel", text: "°C" } }))).toBe("p1/temp");
    expect(likelySignal(project, "p1", node("Vibration", { unit: { ucum: "mm/s", text: "mm/s" } }))).toBe(NEW_SIGNAL);
  });

  it("adds new signals to the type and leaves out what is left out", () => {
    const change = bindNodes(project, "p2", "plc", [{ node: node("Vibration", { unit: { ucum: "mm/s", text: "mm/s" } }), signal: NEW_SIGNAL }, { node: node("Other"), signal: LEAVE_OUT }, { node: node("Flow"), signal: "p2/flow" }], counter());
    expect(change.changes.map(({ table }) => table)).toEqual(["types", "bindings", "bindings"]);
    expect(change.changes[0]?.after?.["signals"]).toHaveLength(3);
  });

  it("refuses two variables for one signal", () => {
    const targets = ["A", "B"].map((name) => ({ node: node(name), signal: "p1/flow" }));
    expect(() => bindNodes(project, "p1", "plc", targets, counter())).toThrow("one binding");
  });
});
