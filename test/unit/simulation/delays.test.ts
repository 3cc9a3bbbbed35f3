import { describe, expect, it } from "vitest";
import type { OutputChunk } from "../../../main/engine/simulation/simulationTypes.ts";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { samples, solveText, usesOf } from "../../fixtures/modelTexts.ts";

/** x' = −x(t − 1) from 1, by the method of steps: a polynomial in each second (Hairer, Nørsett and Wanner, Solving ODEs I, II.17). */
function fadingEcho(t: number): number {
  let [sum, factorial] = [0, 1];
  for (let k = 0; k <= Math.floor(t) + 1; k++) {
    if (k > 0) factorial *= k;
    sum += ((-1) ** k * (t - (k - 1)) ** k) / factorial;
  }
  return sum;
}

const ECHO = `model Echo {
  parameter lag : s = 1
  state x : 1 = 1
  der(x) = -delay(x, lag) / 1 s
  output x_ : 1 = x
}
use Echo on Rig {}
`;

describe("delays", () => {
  it("solve x' = -x(t - 1) as the method of steps does, as exactly as they are asked to", () => {
    for (const [tolerance, off] of [[1e-4, 1e-3], [1e-6, 1e-5], [1e-9, 1e-8]] as const) {
      const { at } = solveText(ECHO, 12, { tolerance });
      for (let t = 1; t <= 12; t++) expect(Math.abs(at("x_", t) - fadingEcho(t)), `at ${t} s to ${tolerance}`).toBeLessThan(off);
    }
  });

  it("give back a held input at the very instant it is due, jump by jump", () => {
    const { at, points } = solveText("model Belt {\n  input load : 1\n  output out : 1 = delay(load, 2.5 s)\n}\nuse Belt on Rig {\n  load = x\n}\n", 8, { inputs: { x: samples([[0, 5], [1, 9], [1.75, 2], [6, 3]]) }, stepS: 0.25 });
    expect(points("out").filter(([, value], i, all) => value !== all[i - 1]?.[1])).toEqual([[0, 5], [3.5, 9], [4.25, 2]]);
    expect(at("out", 8)).toBe(2);
  });

  it("follow linear inputs on the way, and delay what is delayed already", () => {
    const text = "model Two {\n  input load : 1 linear\n  output once : 1 = delay(load, 1 s)\n  output twice : 1 = delay(once * 2, 500 ms)\n}\nuse Two on Rig {\n  load = x\n}\n";
    const { at } = solveText(text, 4, { inputs: { x: samples([[0, 0], [2, 20], [4, 0]]) }, stepS: 0.25 });
    expect(at("once", 0.5)).toBeCloseTo(0, 9);
    expect(at("once", 2.5)).toBeCloseTo(15, 9);
    expect(at("once", 3.5)).toBeCloseTo(15, 9);
    expect(at("twice", 2)).toBeCloseTo(10, 9);
    expect(at("twice", 4)).toBeCloseTo(30, 9);
  });

  it("begin with what the value is at the start, solved for where it reads itself", () => {
    // Half of what left a minute ago comes back: at rest 2 · load.
    const { at } = solveText("model Recycle {\n  input load : 1\n  output flow : 1 = load + delay(flow, 1 min) / 2\n}\nuse Recycle on Rig {\n  load = x\n}\n", 130, { inputs: { x: samples([[0, 4], [10, 8]]) } });
    expect([0, 9, 10, 69, 70, 129, 130].map((t) => at("flow", t))).toEqual([8, 8, 12, 12, 14, 14, 15]);
  });

  it("pass between models that read each other in a circle, through which nothing then goes at once", () => {
    const text = "model A {\n  input back : 1\n  state x : 1 = 1\n  der(x) = -back / 1 s\n  output out : 1 = x\n}\nmodel B {\n  input fed : 1\n  output echo : 1 = delay(fed, 1 s)\n}\n" +
      "use A on Rig {\n  back = B.echo\n}\nuse B on Rig {\n  fed = A.out\n}\n";
    expect(solveText(text, 5).at("out", 5)).toBeCloseTo(fadingEcho(5), 7);
  });

  it("set off an event when what is delayed passes a limit", () => {
    const text = "model Late {\n  state x : 1 = 0\n  state seen : 1 = 0\n  der(x) = 1 / 1 s\n  when delay(x, 1.5 s) > 2 { seen = x }\n  output at : 1 = seen\n}\nuse Late on Rig {}\n";
    const { at } = solveText(text, 5);
    expect(at("at", 3)).toBe(0);
    expect(at("at", 4)).toBeCloseTo(3.5, 8);
  });

  it("are solved by the method for stiff systems too", () => {
    // y follows delay(x) within a millisecond; x is a slow ramp up to its cosine.
    const text = "model Stiff {\n  state a : 1 = 0\n  state y : 1 = 1\n  der(a) = 1 / 1 s\n  der(y) = (delay(cos(a * 1 rad), 2 s) - y) / 1 ms\n  output out : 1 = y\n}\nuse Stiff on Rig {}\n";
    const { at, steps } = solveText(text, 30, { tolerance: 1e-6 });
    expect(steps).toBeLessThan(6_000);
    for (const t of [5, 12, 21, 30]) expect(at("out", t)).toBeCloseTo(Math.cos(t - 2) + 1e-3 * Math.sin(t - 2), 4);
  });

  it.each([["as long", 4], ["shorter", 1], ["longer", 9]])("go on from what another run remembered, jumps under way included, with a delay %s as then", (_, lagS) => {
    const text = (lag: number) => `model Lag {\n  input load : 1\n  parameter lag : s = ${lag}\n  state sum : 1 = 0\n  der(sum) = delay(load, lag) / 1 s\n  output out : 1 = sum\n  output late : 1 = delay(load, lag)\n}\nuse Lag on Rig {\n  load = x\n}\n`;
    // Sampled every two seconds, so that the first piece of the second run reads the last one of the first.
    const load = samples(Array.from({ length: 20 }, (_unused, i) => [2 * i, (7 * i) % 5]));
    const loadAt = (t: number): number => load.value[Math.max(0, Math.min(19, Math.floor(t / 2)))] ?? 0;
    const task = (lag: number) => ({ uses: usesOf(text(lag)), inputs: new Map([["rig/x", load]]), measured: new Map(), outputStepUs: US_PER_S, relativeTolerance: 1e-8, maxSteps: 1e5 });
    const turnS = 16;
    const { states, holds, delays } = solveSystem({ ...task(4), fromUs: 0, toUs: turnS * US_PER_S }, { onOutput: () => undefined, onProgress: () => undefined });
    const late = new Map<number, number>();
    const onOutput = ({ output, tUs, value }: OutputChunk) => output === 1 && tUs.forEach((t, i) => late.set(t / US_PER_S, value[i] ?? Number.NaN));
    const rest = solveSystem({ ...task(lagS), fromUs: turnS * US_PER_S, toUs: 36 * US_PER_S, start: { states, holds, ...(delays && { delays }) } }, { onOutput, onProgress: () => undefined });
    // No more is remembered than the first delay was long.
    const lateAt = (t: number): number => loadAt(Math.max(t - lagS, turnS - 4));
    for (let t = turnS; t <= 36; t++) expect(late.get(t), `at ${t} s`).toBe(lateAt(t));
    const sum = Array.from({ length: 20 }, (_unused, i) => lateAt(turnS + i + 0.5)).reduce((all, one) => all + one, states[0] ?? 0);
    expect(rest.states[0]).toBeCloseTo(sum, 6);
  });

  it("refuse a length that the parameters make shorter than a millisecond", () => {
    expect(() => solveText(ECHO.replace("= 1\n", "= 0.0001\n"), 3)).toThrow("Echo: a delay of 0.0001 s. A delay is at least 1 ms long; check the parameter that says how long.");
  });
});
