import { describe, expect, it } from "vitest";
import { searchPalette, type PaletteEntry } from "../../../../renderer/panels/Palette/searchPalette.ts";

const entries: readonly PaletteEntry[] = [
  { id: "undo", title: "Undo", kind: "Edit" },
  { id: "theme", title: "Dark or light theme", kind: "View" },
  { id: "p1", title: "P-101", kind: "CentrifugalPump", detail: "Station › Line A" },
  { id: "flow", title: "flow", kind: "Signal", detail: "Station › Line A › P-101" },
  { id: "overflow", title: "overflow", kind: "Signal", detail: "Station › Line A › T-101" },
];
const search = (query: string): string[] => searchPalette(entries, query, (entry) => entry.kind === "Edit" || entry.kind === "View").map(({ id }) => id);

describe("the palette's search", () => {
  it("puts names that begin with the word before those that hold it", () => {
    expect(search("flow")).toEqual(["flow", "overflow"]);
  });

  it("takes words from the path to tell signals apart", () => {
    expect(search("p-101 flow")).toEqual(["flow"]);
  });

  it("finds by kind", () => {
    expect(search("centrifugal")).toEqual(["p1"]);
  });

  it("looks among commands alone after >", () => {
    expect(search(">o")).toEqual(["theme", "undo"]);
    expect(search("> ")).toEqual(["undo", "theme"]);
  });

  it("takes every sign as itself", () => {
    expect(search("(")).toEqual([]);
    expect(search("p-1.1")).toEqual([]);
  });
});
