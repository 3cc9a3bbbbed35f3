import { describe, expect, it } from "vitest";
import { fedInputs, FIRST_FORECAST, forecastFormOf, forecastRequestOf, withUse } from "../../../../renderer/panels/Forecast/forecastForm.ts";
import type { Run, UseInfo } from "../../../../shared/contract/runs.ts";

const HOUR_US = 3_600_000_000;
const uses: UseInfo[] = [
  { name: "Heating", model: "Heating", outputs: [], together: [], assetIds: ["h1", "h2"], compared: ["h1/t"], inputs: [{ name: "power", unit: "kW", signals: ["h1/p", "h2/p"] }], parameters: [{ name: "R", unit: "K/W", values: [0.5, 0.6] }] },
  { name: "Tank", model: "Tank", outputs: [], together: [], assetIds: ["t1", "t2"], compared: [], inputs: [{ name: "water", unit: "Cel", signals: [undefined, "t2/w"] }, { name: "air", unit: "Cel", signals: [undefined, undefined] }], parameters: [] },
];

describe("the forecast form", () => {
  it("offers a scenario for inputs that a signal feeds, on the assets where one does", () => {
    expect(fedInputs(uses, undefined).map(({ name, onlyOn }) => [name, onlyOn])).toEqual([["power", undefined], ["water", ["t2"]]]);
    const request = forecastRequestOf({ ...FIRST_FORECAST, scenarios: { "Heating input power": "day", "Tank input water": "week" } }, uses);
    expect(request).toMatchObject({ scenarios: [{ use: "Heating", name: "power", how: "day" }, { use: "Tank", name: "water", asset: "t2", how: "week" }] });
  });

  it("asks for nothing but a length, and says what else is missing", () => {
    expect(forecastRequestOf(FIRST_FORECAST, uses)).toEqual({ forUs: 2 * HOUR_US, warmUpUs: 24 * HOUR_US, scenarios: [], changes: [], vary: [], earlier: 10 });
    expect(forecastRequestOf({ ...FIRST_FORECAST, hours: undefined }, uses)).toBe("how long to go on");
    expect(forecastRequestOf({ ...FIRST_FORECAST, earlier: 1.5 }, uses)).toMatch(/earlier instants/);
    expect(forecastRequestOf({ ...FIRST_FORECAST, earlier: 0 }, uses)).not.toHaveProperty("earlier");
    const variable = { target: "Heating parameter R", how: "set", range: "even", first: 0.4, second: 0.7, steps: undefined } as const;
    expect(forecastRequestOf({ ...FIRST_FORECAST, variables: [variable], samples: 1 }, uses)).toMatch(/samples/);
    expect(forecastRequestOf({ ...FIRST_FORECAST, variables: [variable], samples: 16 }, uses)).toMatchObject({ samples: 16, seed: 1, vary: [{ of: "parameter", use: "Heating", name: "R", how: "set", range: { kind: "even", low: 0.4, high: 0.7 } }] });
  });

  it("leaves out what is not solved any more", () => {
    const form = { ...FIRST_FORECAST, changes: [{ target: "Heating input power", asset: undefined, how: "set", amount: 1 } as const] };
    expect(withUse(form, uses, "Tank").changes).toEqual([]);
    expect(withUse(form, uses, "Heating").changes).toEqual(form.changes);
  });

  it("is filled from a forecast, so that one thing can be changed", () => {
    const request = forecastRequestOf({ ...FIRST_FORECAST, use: "Heating", scenarios: { "Heating input power": "week" }, variables: [{ target: "Heating parameter R", how: "scale", range: "normal", first: 1, second: 0.1, steps: undefined }] }, uses);
    if (typeof request === "string") throw new Error(request);
    const run: Run = {
      id: "run-1", name: "Forecast", kind: "forecast", state: "done", startedUs: 0, fromUs: 7, toUs: 7 + 2 * HOUR_US, steps: 1, uses: ["Heating"], compared: [], signals: [],
      origin: { use: "Heating", version: "1", texts: {}, program: "", inputs: "", outputs: "" },
      forecast: { warmUpUs: 24 * HOUR_US, scenarios: request.scenarios ?? [], changes: [], start: [], held: [], uncertainty: { variables: (request.vary ?? []).map((one) => ({ ...one, unit: "K/W" })), rows: 256, failed: 0, seed: 1, band: [0.05, 0.95] }, earlier: { asked: 10, made: 9, signals: [] } },
    };
    expect(forecastRequestOf(forecastFormOf(run), uses)).toEqual(request);
  });
});
