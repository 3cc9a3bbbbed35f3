/** FanDuct against the point where two parabolas meet, the run-up of the air in closed form, and the fan laws. */
import { describe, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const GIVEN = { speed: "1450 rpm", damper: "100 %", start: "0 m3/h", shut: "1200 Pa", pressure: "900 Pa", flow: "10000 m3/h", loss: "900 Pa" };
const solve = (given: Readonly<Record<string, string>>, toS = 60) => solveLibrary("fan-duct", { given: { ...GIVEN, ...given }, toS, stepS: 0.1 });
/** Both are parabolas: shut · s² = (shut − pressure + loss) · (flow / 10000)². */
const meeting = (loss: number, speed = 1): number => 10_000 * speed * Math.sqrt(1200 / (300 + loss));

describe("a fan in its duct", () => {
  it.each([900, 300, 2400])("settles where its curve meets the duct's, at a loss of %d Pa", (loss) => {
    const { at } = solve({ loss: `${loss} Pa` });
    meets(at("volume", 60), meeting(loss), 1e-6);
    meets(at("fan", 60), loss * (meeting(loss) / 10_000) ** 2, 1e-5);
  });

  it("gets there as the hyperbolic tangent", () => {
    // I · q' = A − B q²: q = √(A/B) · tanh(t · √(A B) / I), with I = density · length / section.
    const { at } = solve({});
    const [a, b, inertance] = [1200, 1200 / (10_000 / 3600) ** 2, 1.2 * 50 / 0.4];
    for (const t of [0.1, 0.3, 1]) meets(at("volume", t), 3600 * Math.sqrt(a / b) * Math.tanh(t * Math.sqrt(a * b) / inertance), 1e-6);
  });

  it("keeps the fan laws: flow as the speed, pressure as its square, power as its cube", () => {
    const [full, half] = [solve({}), solve({ speed: "725 rpm" }, 120)];
    meets(half.at("volume", 120), full.at("volume", 60) / 2, 1e-6);
    meets(half.at("fan", 120), full.at("fan", 60) / 4, 1e-6);
    meets(half.at("power", 120), full.at("power", 60) / 8, 1e-6);
  });

  it("passes at a damper of a half what a duct of four times the loss passes", () => {
    meets(solve({ damper: "50 %" }).at("volume", 60), meeting(3600), 1e-6);
  });
});
