import { describe, expect, it } from "vitest";
import { estimates } from "../../../main/engine/calibration/identifiability.ts";
import { effectiveCount, whiteness } from "../../../main/engine/calibration/residualTests.ts";
import { noise } from "../../fixtures/noise.ts";

const COUNT = 400;
const within = (value: number) => ({ value, low: 0, high: 100 });

/** Rows of a Jacobian, column by column. */
function jacobian(...columns: ((i: number) => number)[]): Float64Array {
  return Float64Array.from({ length: COUNT * columns.length }, (_, at) => columns[at % columns.length]?.(Math.floor(at / columns.length)) ?? 0);
}

describe("what data say of a parameter", () => {
  const white = noise(COUNT, 1);

  it("is the textbook's interval for a straight line with white residuals", () => {
    const x = (i: number) => i / COUNT;
    const [slope] = estimates([within(2)], white, jacobian(x), [white]);
    const sumOfSquares = Array.from({ length: COUNT }, (_, i) => x(i) ** 2).reduce((a, b) => a + b);
    const variance = white.reduce((sum, r) => sum + r * r, 0) / (COUNT - 1);
    const half = 1.966 * Math.sqrt(variance / sumOfSquares);
    expect(((slope?.high ?? 0) - (slope?.low ?? 0)) / 2 / half).toBeGreaterThan(0.95);
    expect(((slope?.high ?? 0) - (slope?.low ?? 0)) / 2 / half).toBeLessThan(1.2);
    expect(slope?.verdict).toBe("identified");
  });

  it("is nothing where two parameters do the same", () => {
    const found = estimates([within(2), within(3), within(4)], white, jacobian((i) => Math.sin(i), (i) => -2 * Math.sin(i), () => 1), [white]);
    expect(found.map(({ verdict }) => verdict)).toEqual(["not-identifiable", "not-identifiable", "identified"]);
    expect(found[0]?.correlation[1]).toBeCloseTo(1, 4);
    expect(found[0]).toMatchObject({ low: 0, high: 100 });
  });

  it("is nothing also of one that counts little, where it can be traded for others that count much", () => {
    // The third moves the output a thousand times less than the others, and only together with them.
    const found = estimates([within(2), within(3), within(4)], white, jacobian((i) => Math.sin(i) / 2, (i) => (Math.sin(i) + Math.cos(i) / 1000) / 3, (i) => Math.cos(i) / 4000), [white]);
    expect(found.map(({ verdict }) => verdict)).toEqual(["not-identifiable", "not-identifiable", "not-identifiable"]);
  });

  it("is nothing where nothing depends on it", () => {
    expect(estimates([within(2), within(3)], white, jacobian(() => 1, () => 0), [white])[1]?.verdict).toBe("not-identifiable");
  });

  it("is weak where the interval is wide, and at a bound", () => {
    expect(estimates([within(0.5)], white, jacobian(() => 0.5), [white])[0]?.verdict).toBe("weak");
    expect(estimates([{ value: 100, low: 0, high: 100 }], white, jacobian(() => 5), [white])[0]?.verdict).toBe("weak");
  });

  it.each([
    ["have no memory", 1, 0],
    ["hang together", 0, 0.95],
    ["have little that hangs together for long", 1, 0.99],
  ])("is an interval that holds the truth about 95 times of 100 where residuals %s", (_what, whiteShare, memory) => {
    const [count, trials] = [2_000, 200];
    const held = Array.from({ length: trials }, (_, seed) => {
      const [fast, slow] = [noise(count, seed + 1), noise(count, seed + 1_001, memory)];
      const disturbance = fast.map((value, i) => (memory === 0 ? value : whiteShare * value + (slow[i] ?? 0) / (whiteShare === 0 ? 1 : 2)));
      // The best fit of a constant is the mean.
      const off = disturbance.reduce((sum, value) => sum + value) / count;
      const residuals = disturbance.map((value) => value - off);
      const [constant] = estimates([{ value: 50 + off, low: -Infinity, high: Infinity }], residuals, new Float64Array(count).fill(1), [residuals]);
      return constant !== undefined && constant.low <= 50 && constant.high >= 50;
    }).filter(Boolean).length;
    expect(held / trials).toBeGreaterThan(0.85);
  });
});

describe("residuals", () => {
  it("of noise pass for white", () => {
    const probabilities = Array.from({ length: 200 }, (_, seed) => whiteness([noise(300, seed + 10)], 0).probability);
    const rejected = probabilities.filter((probability) => probability < 0.05).length / probabilities.length;
    expect(rejected).toBeGreaterThan(0.01);
    expect(rejected).toBeLessThan(0.11);
  });

  it("with a memory do not", () => {
    const { probability, autocorrelation, band } = whiteness([noise(300, 5, 0.6)], 2);
    expect(probability).toBeLessThan(1e-6);
    expect(autocorrelation[0]).toBeGreaterThan(5 * band);
  });

  it("are not correlated from one stretch to the next", () => {
    const [a, b] = [Float64Array.of(1, -1), Float64Array.of(1, -1)];
    expect(whiteness([a, b], 0).autocorrelation).toEqual([]);
    expect(effectiveCount([a, b], 0)).toBe(4);
  });

  it("count for fewer with a memory: n(1 − ρ)/(1 + ρ)", () => {
    const slow = noise(20_000, 3, 0.8);
    expect(effectiveCount([slow], 0) / 20_000).toBeCloseTo(0.2 / 1.8, 1);
  });

  it("count for few where little of them is slow, and for more where it swings than where it stays", () => {
    const white = noise(20_000, 3);
    const with_ = (slow: (i: number) => number) => effectiveCount([white.map((value, i) => value + slow(i))], 0);
    // A tenth of the squares swings once in 2,000 samples: 1 + 2 · 0.1 · 2000/2π of them are worth one.
    expect(with_((i) => Math.sqrt(0.2 / 0.9) * Math.sin((2 * Math.PI * i) / 2_000))).toBeGreaterThan(20_000 / 90);
    expect(with_((i) => Math.sqrt(0.2 / 0.9) * Math.sin((2 * Math.PI * i) / 2_000))).toBeLessThan(20_000 / 45);
    expect(with_(() => 0.5)).toBeLessThan(20);
  });

  it("that are rounding only, of a model that is right, count in full", () => {
    const smooth = Float64Array.from({ length: 10_080 }, (_, i) => 1e-6 * Math.sin(i / 500));
    expect(effectiveCount([smooth], 1e-4)).toBeGreaterThan(9_000);
    const [slope] = estimates([within(2)], smooth, Float64Array.from(smooth, (_, i) => i / 10_080), [smooth]);
    expect(slope).toMatchObject({ verdict: "identified", low: expect.closeTo(2, 4), high: expect.closeTo(2, 4) });
  });

  it("that all hang together leave a wide interval, not an endless one", () => {
    const off = new Float64Array(10_080).fill(0.01);
    const [slope] = estimates([within(2)], off, Float64Array.from(off, (_, i) => i / 10_080), [off]);
    expect((slope?.high ?? 0) - (slope?.low ?? 0)).toBeGreaterThan(0.02);
    expect(slope?.verdict).toBe("weak");
  });

  it("too few to tell give no probability", () => {
    expect(whiteness([Float64Array.of(1, 2, 3)], 1).probability).toBeNaN();
  });
});
