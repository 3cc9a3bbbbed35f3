import { describe, expect, it } from "vitest";
import { spreadOut } from "../../../renderer/charts/drawLines.ts";

describe("the tags of lines that end near each other", () => {
  it.each([
    ["far apart stay where they are", [10, 50, 90], [10, 50, 90]],
    ["on one place go down from there", [20, 20, 20], [20, 30, 40]],
    ["at the lower end go up from it", [95, 96, 99], [80, 90, 100]],
    ["beyond both ends come inside", [-40, 300], [0, 100]],
    ["too many for the room share it", Array.from({ length: 21 }, () => 50), Array.from({ length: 21 }, (_, i) => i * 5)],
    ["none are none", [], []],
  ])("%s", (_what, wanted, places) => {
    expect(spreadOut(wanted, 10, 0, 100)).toEqual(places);
  });
});
