import { describe, expect, it } from "vitest";
import { filterTree, flattenTree, type TreeNode } from "../../../../renderer/widgets/rows/flattenTree.ts";

const tree: readonly TreeNode[] = [
  { id: "line", label: "Line A", children: [
    { id: "p1", label: "P-101 Pump", children: [{ id: "flow", label: "flow" }, { id: "head", label: "head" }] },
    { id: "t1", label: "T-101 Tank", children: [{ id: "level", label: "level" }] },
  ] },
];
const ids = (nodes: readonly TreeNode[], open: readonly string[]): string[] => flattenTree(nodes, (id) => open.includes(id)).map((row) => row.node.id);

describe("a tree's rows", () => {
  it("shows what is open, in order", () => {
    expect(ids(tree, ["line"])).toEqual(["line", "p1", "t1"]);
    expect(ids(tree, ["line", "t1"])).toEqual(["line", "p1", "t1", "level"]);
  });

  it("tells level, place among siblings and parent of each row", () => {
    const rows = flattenTree(tree, () => true);
    expect(rows.find((row) => row.node.id === "head")).toMatchObject({ level: 3, position: 2, siblings: 2, parent: "p1", canOpen: false });
  });

  it("can open a branch whose children are still to be fetched", () => {
    expect(flattenTree([{ id: "a", label: "a", children: [] }], () => false)[0]).toMatchObject({ canOpen: true, isOpen: false });
  });

  it("keeps a hit with everything below it and everything above it", () => {
    expect(ids(filterTree(tree, "pump"), ["line", "p1"])).toEqual(["line", "p1", "flow", "head"]);
  });

  it("takes words from the path: a signal of one asset", () => {
    expect(ids(filterTree(tree, "t-101 level"), ["line", "t1"])).toEqual(["line", "t1", "level"]);
  });

  it("finds nothing where nothing matches, and everything without a filter", () => {
    expect(filterTree(tree, "valve")).toEqual([]);
    expect(filterTree(tree, " ")).toBe(tree);
  });
});
