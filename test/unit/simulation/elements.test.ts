import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { format } from "../../../shared/language/assist.ts";
import { samples, solveText, usesOf } from "../../fixtures/modelTexts.ts";
import { station } from "../language/station.ts";

/** A bar of N cells between two ends at 0: its slowest shape, sin(π i / (N + 1)), keeps itself and fades by exp(−2 k (1 − cos(π / (N + 1))) t). */
function bar(cells: number): string {
  return `model Bar {
  parameter k : 1/s = 3
  state x[${cells}] : 1 = 1
  der(x[1]) = k * (x[2] - 2 * x[1])
  each i in 2 .. ${cells - 1} {
    der(x[i]) = k * (x[i - 1] - 2 * x[i] + x[i + 1])
  }
  der(x[${cells}]) = k * (x[${cells - 1}] - 2 * x[${cells}])
  output first : 1 = x[1]
  output middle : 1 = x[${(cells + 1) / 2}]
  output total : 1 = sum(x)
  output mean : 1 = avg(x)
  output least : 1 = min(x)
  output most : 1 = max(x)
}
use Bar on Rig {}
`;
}

describe("states with elements", () => {
  it("are as many states, moved by one equation for each number", () => {
    const [use] = usesOf(bar(5));
    expect(use?.model.states.map(({ name }) => name)).toEqual(["x[1]", "x[2]", "x[3]", "x[4]", "x[5]"]);
  });

  it("come to the bar's slowest shape at its own rate", () => {
    const cells = 9;
    const { at } = solveText(bar(cells), 12, { tolerance: 1e-9 });
    const rate = 6 * (1 - Math.cos(Math.PI / (cells + 1)));
    expect(at("middle", 12) / at("middle", 11)).toBeCloseTo(Math.exp(-rate), 6);
    expect(at("first", 12) / at("middle", 12)).toBeCloseTo(Math.sin(Math.PI / (cells + 1)), 6);
    expect(at("mean", 5)).toBeCloseTo(at("total", 5) / cells, 12);
    expect(at("least", 5)).toBeCloseTo(at("first", 5), 12);
    expect(at("most", 5)).toBe(at("middle", 5));
  });

  it("are stiff where they are cut fine, and solved as such", () => {
    const { steps } = solveText(bar(99).replace("k : 1/s = 3", "k : 1/s = 30000"), 100, { tolerance: 1e-6, stepS: 10 });
    expect(steps).toBeLessThan(2_000);
  });

  it("are set at once by a when that names no element, and one by one by one that does", () => {
    const text = "model Tank {\n  input full : 1\n  state T[3] : degC = 20 degC\n  der(T[1]) = 1 K / 1 s\n  each i in 2 .. 3 { der(T[i]) = 0 K / 1 s }\n  when full > 0.5 { T = 60 degC }\n  when full > 1.5 { T[4 - 2] = T[1] }\n" +
      "  output a : degC = T[1]\n  output b : degC = T[2]\n  output c : degC = avg(T)\n}\nuse Tank on Rig {\n  full = x\n}\n";
    const { at } = solveText(text, 12, { inputs: { x: samples([[0, 0], [5, 1], [10, 2]]) } });
    expect([at("a", 4), at("b", 4), at("a", 5), at("b", 9)]).toEqual([24, 20, 60, 60].map((value) => expect.closeTo(value, 9)));
    expect([at("b", 11), at("c", 10)]).toEqual([65, (65 + 65 + 60) / 3].map((value) => expect.closeTo(value, 9)));
  });

  it("count in what stands in their equations too", () => {
    const text = "model Ramp {\n  state x[3] : m = 0\n  each i in 1 .. 3 { der(x[i]) = (2 * i - 1) * 1 m / 1 s }\n  output out : m = x[1] + 10 * x[2] + 100 * x[3]\n}\nuse Ramp on Rig {}\n";
    expect(solveText(text, 2).at("out", 2)).toBeCloseTo(2 + 60 + 1000, 9);
  });

  it("tell of the number at which an equation leaves them", () => {
    const text = "model M {\n  state x[4] : 1 = 0\n  each i in 1 .. 4 { der(x[i]) = x[i + 1] / 1 s }\n  output y : 1 = x[1]\n}\n";
    const { diagnostics } = compile([{ id: "models/m.twin", text }], station());
    expect(diagnostics.map(({ message, start, end }) => [text.slice(start, end), message])).toEqual([["i + 1", "There is no x[5] where i is 4: x has the elements 1 to 4."]]);
  });

  it("are set by the formatter as they are written", () => {
    const text = "model M {\n  state  x[3] : degC = 20 degC\n  each i in 1 .. 3 {\n    der(x[i]) = (x[i - 1] + avg(x)) / 1 s\n  }\n  output y    : degC = x[3]\n}\n";
    expect(format(text)).toBe(text);
    expect(format(text.replaceAll("[i - 1]", "[ i-1 ]").replace("x[3] :", "x [3] :").replace("1 .. 3", "1..3"))).toBe(text);
  });
});
