/** What a calibration of several uses fits and compares, on which assets. */
import { describe, expect, it } from "vitest";
import { planFit } from "../../../main/engine/calibration/planFit.ts";
import { usesTogether } from "../../../main/engine/simulation/usesTogether.ts";
import type { CalibrateRequest } from "../../../shared/contract/calibration.ts";
import { compile } from "../../../shared/language/compile.ts";
import { station } from "../language/station.ts";

const TEXT = `model Gain {
  input     a : W
  parameter p : 1 = 1 in 0 .. 9
  output    b : W = p * a
}
use Gain as first on Motor { a = electrical.power }
use Gain as second on Motor { a = first.b  b ~ electrical.power }
use Gain as third on Motor { a = electrical.power }
model Height {
  input     level : m
  parameter k     : 1 = 1
  output    h     : m = k * level
}
use Height on Tank { level = level  h ~ level }
`;
const { program, diagnostics } = compile([{ id: "a.twin", text: TEXT }], station());
const plan = (over: Partial<CalibrateRequest>) => planFit({ use: "second", fit: [{ name: "p" }], fitSpans: [{ fromUs: 0, toUs: 1 }], heldOut: [], ...over }, program);

describe("a calibration of several uses", () => {
  it("takes of another use what has to do with the assets that are chosen, and solves what feeds them as it is", () => {
    expect(diagnostics).toEqual([]);
    const both = plan({ assets: ["m1"], fit: [{ name: "p" }, { use: "third", name: "p", high: 5 }] });
    expect(both.chosen).toEqual([{ use: "second", assetIds: ["m1"] }, { use: "third", assetIds: ["m1"] }]);
    expect(both.members).toEqual(["second@m1", "third@m1"]);
    expect(both.systems.flat().map(({ id }) => id).sort()).toEqual(["first@m1", "second@m1", "third@m1"]);
    expect(both.fitted).toMatchObject([{ use: "second", name: "p", low: 0, high: 9 }, { use: "third", name: "p", low: 0, high: 5 }]);
  });

  it("may fit the parameters of what feeds it alone", () => {
    expect(plan({ assets: ["m2"], fit: [{ use: "first", name: "p" }] })).toMatchObject({ members: ["second@m2", "first@m2"], fitted: [{ use: "first" }] });
  });

  it("refuses a use that has nothing to do with it, one that is not there, and a parameter named twice", () => {
    expect(() => plan({ fit: [{ use: "Height", name: "k" }] })).toThrow(/Height has nothing to do with second there/);
    expect(() => plan({ fit: [{ use: "fourth", name: "k" }] })).toThrow(/no use named fourth/);
    expect(() => plan({ fit: [{ use: "first", name: "k" }] })).toThrow("first has no parameter k. It has: p.");
    expect(() => plan({ fit: [{ name: "p" }, { use: "second", name: "p" }] })).toThrow(/named twice/);
    expect(() => plan({ use: "first", fit: [{ name: "p" }, { use: "third", name: "p" }] })).toThrow(/^first, third: no output is compared/);
  });

  it("is offered for the uses that feed each other or stand on one asset", () => {
    expect(Object.fromEntries(usesTogether(program.uses))).toEqual({ first: ["second", "third"], second: ["first", "third"], third: ["first", "second"], Height: [] });
  });
});
