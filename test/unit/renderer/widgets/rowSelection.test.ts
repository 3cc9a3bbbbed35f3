import { describe, expect, it } from "vitest";
import { clickRow, moveRow, selectAllRows, toggleRow, type RowSelection } from "../../../../renderer/widgets/rows/rowSelection.ts";

const ids = ["a", "b", "c", "d", "e"];
const plain = { shift: false, ctrl: false };
const nothing: RowSelection = { selected: [] };

describe("choosing rows", () => {
  it("chooses the one clicked row", () => {
    expect(clickRow(ids, { selected: ["a", "b"] }, "d", plain).selected).toEqual(["d"]);
  });

  it("adds and takes away rows with Ctrl", () => {
    const added = clickRow(ids, { selected: ["a"] }, "c", { shift: false, ctrl: true });
    expect(added.selected).toEqual(["a", "c"]);
    expect(clickRow(ids, added, "a", { shift: false, ctrl: true }).selected).toEqual(["c"]);
  });

  it("chooses the stretch between the first click and a Shift click, in either direction", () => {
    const start = clickRow(ids, nothing, "c", plain);
    expect(clickRow(ids, start, "e", { shift: true, ctrl: false }).selected).toEqual(["c", "d", "e"]);
    expect(clickRow(ids, start, "a", { shift: true, ctrl: false }).selected).toEqual(["a", "b", "c"]);
  });

  it("grows and shrinks a stretch with Shift and the arrows around the same anchor", () => {
    const start = clickRow(ids, nothing, "b", plain);
    const grown = moveRow(ids, moveRow(ids, start, "down", 10, { shift: true, ctrl: false }), "down", 10, { shift: true, ctrl: false });
    expect(grown.selected).toEqual(["b", "c", "d"]);
    expect(moveRow(ids, grown, "up", 10, { shift: true, ctrl: false }).selected).toEqual(["b", "c"]);
  });

  it("stops at the ends", () => {
    const last = clickRow(ids, nothing, "e", plain);
    expect(moveRow(ids, last, "down", 3, plain).current).toBe("e");
    expect(moveRow(ids, last, "pageUp", 3, plain).current).toBe("b");
    expect(moveRow(ids, last, "home", 3, plain).current).toBe("a");
  });

  it("moves the focus alone with Ctrl, and Space chooses there", () => {
    const moved = moveRow(ids, clickRow(ids, nothing, "a", plain), "down", 3, { shift: false, ctrl: true });
    expect(moved).toMatchObject({ selected: ["a"], current: "b" });
    expect(toggleRow(moved).selected).toEqual(["a", "b"]);
  });

  it("chooses everything, and nothing in an empty list", () => {
    expect(selectAllRows(ids, nothing).selected).toEqual(ids);
    expect(moveRow([], nothing, "down", 3, plain)).toEqual(nothing);
  });
});
