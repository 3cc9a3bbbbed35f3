import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../shared/math/symmetricEigen.ts";

describe("eigenvalues of a symmetric matrix", () => {
  it("are those of a matrix that is known", () => {
    const { values, vectors } = symmetricEigen([[2, 1], [1, 2]]);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(Math.abs((vectors[0]?.[0] ?? 0) * Math.SQRT2)).toBeCloseTo(1, 14);
  });

  it("make the matrix again with their vectors, whatever it is", () => {
    const entries = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(entries, (flat) => {
        let next = 0;
        const matrix = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
        for (let i = 0; i < 5; i++) for (let j = 0; j <= i; j++) {
          const value = flat[next++] ?? 0;
          (matrix[i] as number[])[j] = value;
          (matrix[j] as number[])[i] = value;
        }
        const { values, vectors } = symmetricEigen(matrix);
        expect([...values].sort((a, b) => b - a)).toEqual(values);
        matrix.forEach((row, i) => row.forEach((value, j) => {
          const again = values.reduce((sum, lambda, k) => sum + lambda * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0), 0);
          expect(Math.abs(again - value)).toBeLessThan(1e-10);
        }));
      }),
    );
  });
});
