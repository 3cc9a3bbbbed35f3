/** Uses that read each other in a circle, as controllers and plants do: solved together where a state lies between. */
import { describe, expect, it } from "vitest";
import { compileSystem } from "../../../main/engine/simulation/generateCode.ts";
import { compileJacobian } from "../../../main/engine/simulation/generateJacobian.ts";
import { sortSystems } from "../../../main/engine/simulation/sortSystem.ts";
import { input, makeUse, number, state } from "../../fixtures/modelBuilders.ts";
import { samples, solveText, usesOf } from "../../fixtures/modelTexts.ts";

/** Both ways of writing: who is read stands before or behind. */
const MASS = `model Mass {
  input force : 1
  state v : 1 = 0
  der(v) = force / 1 s
  output speed : 1 = v
}
`;
const SPRING = `model Spring {
  input speed : 1
  state x : 1 = 1
  der(x) = speed / 1 s
  output pull : 1 = -stiff * x
  parameter stiff : 1 = 4
}
`;
const USES = ["use Mass as mass on Rig { force = spring.pull }\n", "use Spring as spring on Rig { speed = mass.speed }\n"];

describe("uses in a circle", () => {
  it.each([[USES], [USES.toReversed()]])("swing as the oscillator that they are together", (uses) => {
    const { at } = solveText(MASS + SPRING + uses.join(""), 10);
    for (const t of [1, 5, 10]) {
      expect(at("pull", t)).toBeCloseTo(-4 * Math.cos(2 * t), 5);
      expect(at("speed", t)).toBeCloseTo(-2 * Math.sin(2 * t), 5);
    }
  });

  it("have the Jacobian of the whole", () => {
    const uses = usesOf(MASS + SPRING + USES.join(""));
    const { layout } = compileSystem(uses);
    const matrix = new Float64Array(4);
    compileJacobian(uses, [])?.(new Float64Array(2), new Float64Array(layout.inputs), Float64Array.from(uses.flatMap((use) => use.parameters)), new Uint8Array(), new Float64Array(layout.outputs), matrix);
    expect([...matrix].toSorted((a, b) => a - b)).toEqual([-4, 0, 0, 1]);
  });

  it("settle events that go through the circle at one instant", () => {
    const { at } = solveText(`model Tank {
      input  filling : 1
      state  level : m = 0
      der(level) = switch(filling > 0.5, 1 m, -1 m) / 1 s
      output height : m = level
    }
    model Switch {
      input  height : m
      state  open : 1 = 1
      when height > 2 m { open = 0 }
      when height < 1 m { open = 1 }
      output filling : 1 = open
    }
    use Tank as tank on Rig { filling = float.filling }
    use Switch as float on Rig { height = tank.height }`, 10);
    expect([1, 2, 2.5, 3, 4, 5, 6].map((t) => at("height", t)).filter(Number.isFinite)).toEqual([1, 2, 1, 2, 1, 2].map((h) => expect.closeTo(h, 6)));
  });

  it("are all unknown while an input of one of them is", () => {
    const { at } = solveText(`model First { input x : 1; input back : 1; state a : 1 = 0; der(a) = (x - back) / 1 s; output there : 1 = a }
    model Second { input a : 1; state b : 1 = 0; der(b) = (a - b) / 1 s; output here : 1 = b }
    use First as first on Rig { x = x; back = second.here }
    use Second as second on Rig { a = first.there }`, 30, { inputs: { x: samples([[0, 1], [10, NaN], [20, 1]]) } });
    expect([5, 15, 25].map((t) => Number.isFinite(at("there", t)))).toEqual([true, false, true]);
    expect([5, 15, 25].map((t) => Number.isFinite(at("here", t)))).toEqual([true, false, true]);
  });

  it("may be thousands in one ring", () => {
    const ring = Array.from({ length: 3000 }, (_, i) => makeUse({
      name: `U${i}`,
      states: [{ initial: number(i), derivative: number(0) }],
      outputs: [i === 0 ? state(0) : input(0)],
      inputs: [{ kind: "output", use: `U${(i + 2999) % 3000}@a`, output: 0, factor: 1, offset: 0 }],
    }));
    for (const uses of [ring, ring.toReversed()]) expect(sortSystems(uses).map((system) => system.length)).toEqual([3000]);
  });

  it("are refused where there is no state between and no start for what is not linear, by the compiler already", () => {
    expect(() => usesOf(`model Through { input x : 1; output y : 1 = sqrt(x) }
    use Through as one on Rig { x = two.y }
    use Through as two on Rig { x = one.y }`)).toThrow(/no state between: one.y → two.y → one.y.*say where (one|two).y lies/);
  });
});
