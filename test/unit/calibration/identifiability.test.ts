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

  it("is less where residuals hang together", () => {
    const slow = noise(COUNT, 1, 0.95);
    const [loose] = estimates([within(50)], slow, jacobian(() => 1), [slow]);
    const [tight] = estimates([within(50)], white, jacobian(() => 1), [white]);
    const width = (one: typeof loose) => (one?.high ?? 0) - (one?.low ?? 0);
    expect(width(loose)).toBeGreaterThan(3 * width(tight));
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
    expect(effectiveCount([a, b])).toBe(4);
  });

  it("count for fewer with a memory: n(1 − ρ)/(1 + ρ)", () => {
    const slow = noise(20_000, 3, 0.8);
    expect(effectiveCount([slow]) / 20_000).toBeCloseTo(0.2 / 1.8, 1);
  });

  it("too few to tell give no probability", () => {
    expect(whiteness([Float64Array.of(1, 2, 3)], 1).probability).toBeNaN();
  });
});
