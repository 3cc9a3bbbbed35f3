import { describe, expect, it } from "vitest";
import { findByPath } from "../../../main/cli/shortPath.ts";

const things = [["Site", "Line A", "P-101", "motor"], ["Site", "Line B", "P-201", "motor"], ["Site", "Line B", "P-201"], ["motor"]].map((path) => ({ path, thing: path.join("/") }));

describe("a path that is typed", () => {
  it.each([
    ["Site.Line A.P-101.motor", "Site/Line A/P-101/motor"],
    ["Site.`Line A`.`P-101`.motor", "Site/Line A/P-101/motor"],
    ["P-101.motor", "Site/Line A/P-101/motor"],
    ["P-201", "Site/Line B/P-201"],
    ["motor", "motor"],
    ["Line B", undefined],
    ["", undefined],
  ])("%s finds %s", (text, thing) => {
    expect(findByPath(things, text)).toBe(thing);
  });

  it("is refused where several end so, with all of them", () => {
    expect(() => findByPath(things.slice(0, 2), "motor")).toThrow("motor may be Site.`Line A`.`P-101`.motor or Site.`Line B`.`P-201`.motor. Say more of its path.");
  });
});
