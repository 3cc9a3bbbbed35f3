import { describe, expect, it } from "vitest";
import type { WindowServices } from "../../../../renderer/app/state/WindowServices.ts";
import { takeOver } from "../../../../renderer/panels/Calibration/takeOver.ts";
import type { CalibrationResult } from "../../../../shared/contract/calibration.ts";
import type { Run } from "../../../../shared/contract/runs.ts";
import { station } from "../../language/station.ts";

const found = { unit: "1", before: 1, verdict: "identified", correlation: [1, 0] } as const;
const calibration: CalibrationResult = {
  use: "Warm", assetIds: ["m1"], others: [{ use: "Fan", assetIds: ["m1", "m2"] }], parameters: [{ use: "Warm", name: "R", value: 2, ...found }, { use: "Fan", name: "k", value: 3, ...found }], spans: [{ fromUs: 0, toUs: 1, heldOut: false }],
  compared: [], overall: { fit: 0.1, constant: 1, lastValue: 1 }, unit: "K", passed: true, whiteness: { autocorrelation: [], band: 0 }, starts: [], sensitivities: "exact", author: "Ada", seed: 1,
};

describe("taking over what a calibration found", () => {
  it("writes an override for each use, on the assets on which it was fitted", async () => {
    const saved: string[] = [];
    const run: Run = { id: "run-7", name: "Calibration", kind: "calibration", state: "done", startedUs: 0, fromUs: 0, toUs: 1, steps: 1, uses: ["Warm", "Fan"], compared: [], signals: [], calibration };
    const change: WindowServices["change"] = ({ changes }) => {
      saved.push(...changes.flatMap(({ after }) => (typeof after?.["text"] === "string" ? [after["text"]] : [])));
      return Promise.resolve(false);
    };
    await takeOver({ run, calibration, project: station(), writtenAt: "today", spanText: () => "a day", services: { change, openPanel: () => undefined, say: () => undefined } });
    expect(saved.flatMap((text) => [...text.matchAll(/override (\w+) on (\S+) \{\n {2}(\w+ = \d)/g)].map(([, ...parts]) => parts.join(" ")))).toEqual(["Warm North.`P-101`.motor R = 2", "Fan North.`P-101`.motor k = 3", "Fan North.`P-102`.motor k = 3"]);
  });
});
