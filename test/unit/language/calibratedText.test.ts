import { describe, expect, it } from "vitest";
import { calibratedText, type CalibratedValues } from "../../../shared/language/calibratedText.ts";
import { compile } from "../../../shared/language/compile.ts";
import { station } from "./station.ts";

const project = station();
const MODEL = "model Warm {\n  input power : kW\n  parameter R : K/W = 0.05\n  parameter gain : 1 = 1\n  state T : degC = 20\n  der(T) = (gain * power - (T - 20 degC) / R) / (10 kJ/K)\n  output temperature : degC = T\n}\nuse Warm on Motor { power = electrical.power }\n";
const found = (value: number, more: Partial<CalibratedValues> = {}): CalibratedValues => ({ use: "Warm", assetIds: ["m1"], parameters: [{ name: "R", unit: "K/W", value, note: "0.04 .. 0.06, identified" }, { name: "gain", unit: "1", value: 0.9, note: "weak" }], notes: ["26 Nov by Ada", "held out: 0.2 K"], ...more });

/** The values of R on the motors, as the compiler reads the text. */
function valuesIn(text: string): (number | undefined)[] {
  const { program, diagnostics } = compile([{ id: "models/warm.twin", text: MODEL }, { id: "models/calibrated.twin", text }], project);
  expect(diagnostics).toEqual([]);
  return program.uses.map(({ parameters }) => parameters[0]);
}

describe("the text of a calibration", () => {
  it("is an override that the compiler reads, with its notes", () => {
    const text = calibratedText("", project, found(0.0512345678));
    expect(text).toBe("// Calibrated 26 Nov by Ada\n// held out: 0.2 K\noverride Warm on North.`P-101`.motor {\n  R = 0.05123457 K/W  // 0.04 .. 0.06, identified\n  gain = 0.9  // weak\n}\n");
    expect(valuesIn(text)).toEqual([0.05123457, 0.05]);
  });

  it("takes the place of what an earlier one found on the same asset, and leaves the rest alone", () => {
    const first = `// kept by hand\n${calibratedText("", project, found(0.05, { assetIds: ["m1", "m2"] }))}\n// an end\n`;
    const second = calibratedText(first, project, found(0.07, { notes: ["27 Nov by Bo"] }));
    expect(valuesIn(second)).toEqual([0.07, 0.05]);
    expect(second).toContain("// kept by hand\n// Calibrated 27 Nov by Bo\noverride");
    expect(second.match(/26 Nov/g)).toHaveLength(1);
    expect(second).toMatch(/\/\/ an end\n$/);
  });

  it("keeps what an override says of other parameters, with its comment", () => {
    const only = (name: string, unit: string, value: number) => found(0, { parameters: [{ name, unit, value, note: "identified" }] });
    const first = calibratedText("", project, only("R", "K/W", 0.06));
    const second = calibratedText(first, project, only("gain", "1", 0.8));
    expect(valuesIn(second)[0]).toBe(0.06);
    expect(second).toContain("{\n  gain = 0.8  // identified\n  R = 0.06 K/W  // identified; kept from before\n}");
    const third = calibratedText(second, project, only("gain", "1", 0.7));
    expect(third).toContain("  R = 0.06 K/W  // identified; kept from before\n}");
    expect(calibratedText("override Warm on `P-101`.motor { R = 0.01 K/W }", project, only("gain", "1", 0.7))).toContain("  R = 0.01 K/W  // kept from before\n}");
  });

  it("replaces an override written by hand under a shorter name, and keeps the comment above it", () => {
    const text = calibratedText("// by hand\noverride Warm on `P-101`.motor { R = 0.01 K/W }\n", project, found(0.06));
    expect(valuesIn(text)[0]).toBe(0.06);
    expect(text.match(/override/g)).toHaveLength(1);
    expect(text).toMatch(/^\/\/ by hand\n\/\/ Calibrated/);
  });

  it("keeps a note with line breaks inside its comment", () => {
    expect(valuesIn(calibratedText("", project, found(0.06, { notes: ["evil\nrule X on Motor {\u2028}"] })))[0]).toBe(0.06);
  });
});
