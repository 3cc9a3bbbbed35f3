/** What stands above a use while it is written. */
import { describe, expect, it } from "vitest";
import { predictionLine } from "../../../renderer/editor/previewWords.ts";
import type { UsePreview } from "../../../shared/contract/usePreviews.ts";

const preview = (over: Partial<UsePreview>): UsePreview => ({ use: "Motor", position: 0, assets: 2, tried: 2, unsolved: 0, compared: [], tUs: new Float64Array(), curves: [], ...over });

describe("the line above a use", () => {
  it.each<[string, Partial<UsePreview>, string]>([
    ["how far it is off, beside the version that runs", { compared: [{ output: "temperature", unit: "K", rmse: 0.42, running: 1.1 }] }, "temperature off by 0.42 K RMS (1.10 K as applied) · 2 assets"],
    ["that nothing has changed", { compared: [{ output: "temperature", unit: "K", rmse: 0.42, running: 0.42 }] }, "temperature off by 0.42 K RMS (as applied) · 2 assets"],
    ["that nothing of it runs yet", { compared: [{ output: "t", unit: "K", rmse: 2 }], assets: 1, tried: 1 }, "t off by 2.00 K RMS (not applied yet) · 1 asset"],
    ["on how many assets it was tried, and on which it has no answer", { assets: 40, tried: 6, unsolved: 2 }, "compared with nothing measured · 6 of 40 assets · no answer on 2 of them"],
    ["why there is no answer at all", { error: "An input has no known value." }, "An input has no known value."],
  ])("says %s", (_what, over, line) => expect(predictionLine(preview(over))).toBe(line));
});
