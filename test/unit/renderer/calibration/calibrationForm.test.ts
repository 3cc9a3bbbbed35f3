import { describe, expect, it } from "vitest";
import { calibratable, choiceOf, comparedOutputs, fittedNames, formFor, requestOf, usesWith, withSpan, type CalibrationForm, type ChosenSpan } from "../../../../renderer/panels/Calibration/calibrationForm.ts";
import type { UseInfo } from "../../../../shared/contract/runs.ts";

const use: UseInfo = { name: "Heating", model: "Heating", outputs: [], together: [], assetIds: ["h1", "h2"], compared: ["h1/t"], inputs: [], parameters: [{ name: "R", unit: "K/W", low: 0.1, high: 1, values: [0.5, 0.6] }, { name: "C", unit: "J/K", values: [10, 10] }] };
const fit = (fromUs: number, toUs: number): ChosenSpan => ({ fromUs, toUs, heldOut: false });
const out = (fromUs: number, toUs: number): ChosenSpan => ({ fromUs, toUs, heldOut: true });

const chosen = (more: Partial<CalibrationForm> = {}): CalibrationForm => ({ ...formFor(use, [fit(0.4, 10.2)]), parameters: { R: { isFitted: true, low: 0.1, high: undefined }, C: { isFitted: false, low: 1, high: 2 } }, ...more });

describe("spans of a calibration", () => {
  it("that are held out stay so, whichever was chosen first", () => {
    const expected = [fit(0, 4), out(4, 6), fit(6, 10)];
    expect(withSpan(withSpan([], fit(0, 10)), out(4, 6))).toEqual(expected);
    expect(withSpan(withSpan([], out(4, 6)), fit(0, 10))).toEqual(expected);
  });

  it("count nothing twice", () => {
    expect(withSpan([fit(0, 5)], fit(3, 8))).toEqual([fit(0, 3), fit(3, 8)]);
    expect(withSpan([out(0, 5)], out(3, 8))).toEqual([out(0, 3), out(3, 8)]);
  });

  it("leave nothing to fit where all of it is held out", () => {
    expect(withSpan([out(0, 10)], fit(2, 8))).toEqual([out(0, 10)]);
  });
});

describe("the request of a calibration", () => {
  it("weighs each compared output by its signals on the assets that are fitted", () => {
    const two: UseInfo = { ...use, assetIds: ["h1", "h2"], outputs: [{ name: "T", unit: "Cel", comparedWith: ["h1/t", "h2/t"] }, { name: "flow", unit: "m3/h", comparedWith: ["h1/f", undefined] }, { name: "free", unit: "1", comparedWith: [undefined, undefined] }] };
    expect(comparedOutputs(chosen({ asset: "h2" }), [two])).toEqual([{ name: "T", unit: "Cel", signals: ["h2/t"] }]);
    expect(requestOf(chosen({ asset: undefined, weights: { T: 2, flow: 0 } }), [two])).toMatchObject({ weights: { "h1/t": 2, "h2/t": 2, "h1/f": 0 } });
    expect(requestOf(chosen({ weights: { T: 1 } }), [two])).not.toHaveProperty("weights");
    expect(requestOf(chosen({ weights: { T: -1 } }), [two])).toMatch(/weight of T is not below 0/);
    expect(requestOf(chosen({ weights: { T: 0, flow: 0 } }), [two])).toMatch(/Every compared output is left out/);
  });

  it("holds what is chosen, times in whole microseconds", () => {
    expect(requestOf(chosen(), [use])).toEqual({ use: "Heating", assets: ["h1"], fit: [{ name: "R", low: 0.1 }], fitSpans: [{ fromUs: 0, toUs: 10 }], heldOut: [], starts: 4 });
    expect(requestOf(chosen({ asset: undefined }), [use])).not.toHaveProperty("assets");
  });

  it("names parameters of the others in its system by their use, and compares what these predict once something of them is fitted", () => {
    const own: UseInfo = { ...use, together: ["Cooling", "Still"], outputs: [{ name: "T", unit: "Cel", comparedWith: ["h1/t", "h2/t"] }] };
    const cooling: UseInfo = { ...use, name: "Cooling", assetIds: ["fan"], outputs: [{ name: "flow", unit: "m3/h", comparedWith: ["fan/flow"] }], parameters: [{ name: "k", unit: "1", low: 0, high: 2, values: [1] }] };
    const uses = usesWith(own, [own, { ...cooling, name: "Elsewhere" }, cooling, { ...cooling, name: "Still", parameters: [] }]);
    expect(uses.map(({ name }) => name)).toEqual(["Heating", "Cooling"]);
    const form = chosen({ weights: { "Cooling.flow": 3 } });
    expect(requestOf(form, uses)).not.toHaveProperty("weights");
    const both: CalibrationForm = { ...form, parameters: { ...form.parameters, "Cooling.k": { ...choiceOf(form, cooling, { name: "k", unit: "1", low: 0, high: 2, values: [1] }), isFitted: true } } };
    expect(fittedNames(both, uses)).toEqual(["R", "Cooling.k"]);
    expect(requestOf(both, uses)).toMatchObject({ use: "Heating", assets: ["h1"], fit: [{ name: "R", low: 0.1 }, { use: "Cooling", name: "k", low: 0, high: 2 }], weights: { "fan/flow": 3 } });
  });

  it("is offered for what is compared, where it or what is connected with it has a parameter", () => {
    const sensor: UseInfo = { ...use, name: "Sensor", parameters: [], together: ["Chiller"] };
    const chiller: UseInfo = { ...use, name: "Chiller", compared: [], together: ["Sensor"] };
    const all = [use, sensor, chiller, { ...sensor, name: "Alone", together: [] }];
    expect(calibratable(all).map(({ name }) => name)).toEqual(["Heating", "Sensor"]);
    const form: CalibrationForm = { ...formFor(sensor, [fit(0, 1)]), parameters: { "Chiller.R": { isFitted: true, low: undefined, high: undefined } } };
    expect(requestOf(form, usesWith(sensor, all))).toMatchObject({ use: "Sensor", fit: [{ use: "Chiller", name: "R" }] });
  });

  it("is not made before all that it needs is there", () => {
    expect(requestOf(formFor(use, [fit(0, 1)]), [use])).toMatch(/at least one parameter/);
    expect(requestOf(chosen({ spans: [out(0, 1)] }), [use])).toMatch(/a span to fit/);
    expect(requestOf(chosen({ parameters: { R: { isFitted: true, low: 2, high: 1 } } }), [use])).toMatch(/bounds of R/);
  });
});
