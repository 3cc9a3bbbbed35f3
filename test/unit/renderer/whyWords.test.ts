import { describe, expect, it } from "vitest";
import type { ExplainedPart } from "../../../shared/contract/rules.ts";
import { noteText } from "../../../renderer/panels/Why/whyWords.ts";

const words = { time: (tUs: number) => `t${tUs}`, duration: (durationUs: number) => `${durationUs} µs` };
const part = (more: Partial<ExplainedPart>): ExplainedPart => ({ text: "any(children(Pump).running)", value: { kind: "truth", value: true }, parts: [], ...more });

describe("what is said behind a part of a rule", () => {
  it("names the assets by which an aggregate is so, of many the first, then since when", () => {
    expect(noteText(part({ decidedBy: ["P-102"], sinceUs: 5 }), 9, words)).toBe("by P-102 · since t5, for 4 µs");
    expect(noteText(part({ decidedBy: ["A", "B", "C", "D", "E"] }), 9, words)).toBe("by A, B, C and 2 more");
    expect(noteText(part({ sinceUs: 5 }), 9, words)).toBe("since t5, for 4 µs");
    expect(noteText(part({}), 9, words)).toBe("");
  });
});
