/** PidController against pole placement on a first-order plant, and its anti-windup against the closed form of back-calculation. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary, type Points } from "../../fixtures/libraryModels.ts";

/** 100 s, gain 1. */
const PLANT = `model Plant {
  input  u : %
  state  y : % = 0 nominal 1 %
  der(y) = (u - y) / 100 s
  output value : % = y
}
use Plant as plant on Rig { u = it.command }
`;
const WIDE = { low: "-1000 %", high: "1000 %" };

describe("a PI controller on a plant of first order", () => {
  // Åström, Hägglund: gain = 2 ζ ω T − 1, ti = gain / (ω² T); with ω = 0.05 / s and ζ = 0.5: 4 and 16 s.
  const [omega, zeta] = [0.05, 0.5];
  const damped = omega * Math.sqrt(1 - zeta ** 2);
  const placed = { setpoint: "10 %", measured: "plant.value", start: "0 %", gain: `${2 * zeta * omega * 100 - 1}`, ti: "16 s", weight: "0", ...WIDE };
  const { at, points } = solveLibrary("pid-controller", { given: placed, beside: PLANT, toS: 600, stepS: 0.1 });

  it("answers a step as the second-order system of the placed poles", () => {
    for (const t of [10, 50, 100, 200]) {
      const closed = 1 - Math.exp(-zeta * omega * t) * (Math.cos(damped * t) + zeta / Math.sqrt(1 - zeta ** 2) * Math.sin(damped * t));
      meets(at("value", t), 10 * closed, 1e-6);
    }
  });

  it("overshoots by the 16.3 % of damping 0.5, at π / ω_d", () => {
    const [when, peak] = points("value").reduce((best, point) => (point[1] > best[1] ? point : best));
    meets(peak / 10 - 1, Math.exp(-Math.PI * zeta / Math.sqrt(1 - zeta ** 2)), 1e-5);
    expect(Math.abs(when - Math.PI / damped)).toBeLessThan(0.1);
  });

  it("leaves no error", () => {
    meets(at("value", 600), 10, 1e-5);
  });
});

describe("the derivative", () => {
  it("answers a step of the measured value with gain · filter, which fades with td / filter", () => {
    const { at } = solveLibrary("pid-controller", {
      signals: { measured: { unit: "%", points: [[0, 0], [100, 1]] } },
      given: { setpoint: "0 %", start: "0 %", gain: "2", ti: "100000 s", td: "50 s", filter: "5", ...WIDE }, toS: 200,
    });
    expect(at("command", 99)).toBeCloseTo(0, 9);
    meets(at("command", 100), -2 * (1 + 5), 1e-6);
    meets(at("command", 110), -2 * (1 + 5 * Math.exp(-1) + 10 / 100_000), 1e-6);
  });
});

describe("anti-windup by back-calculation", () => {
  /** An error of 20 % for 1000 s at a command that cannot go over 50 %, then one of −5 %. */
  const measured: Points = [[0, 40], [1000, 65]];
  const solve = (tt: string) => solveLibrary("pid-controller", { signals: { measured: { unit: "%", points: measured } }, given: { setpoint: "60 %", start: "50 %", gain: "2", ti: "100 s", tt, weight: "1", low: "0 %", high: "50 %" }, toS: 6000 });

  it("lets the wish settle tt · gain · error / ti over the limit, with the time constant tt", () => {
    // I' = gain · e / ti + (high − gain · e − I) / tt: from 50 towards 50 − 40 + 20 · 0.4.
    const { at } = solve("20 s");
    const settled = 50 - 2 * 20 + 20 * (2 * 20 / 100);
    meets(at("wanted", 20), 40 + settled + (50 - settled) * Math.exp(-1), 1e-7);
    meets(at("wanted", 999), 50 + 8, 1e-6);
  });

  it("leaves the limit at once when the error turns; without it only after what was wound up has been unwound", () => {
    const leaves = (tt: string): number => solve(tt).points("command").find(([t, command]) => t >= 1000 && command < 50)?.[0] ?? Infinity;
    expect(leaves("20 s")).toBe(1000);
    // Wound up: 50 + 0.4 · 1000 = 450; at −5 % the wish is 440, and falls by 0.1 a second: 3900 s to the limit.
    expect(Math.abs(leaves("1e12 s") - 4900)).toBeLessThanOrEqual(1);
  });
});
