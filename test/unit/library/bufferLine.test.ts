/** BufferLine and StoppingMachine against what can be counted by hand, and Buzacott's line without a buffer. */
import { describe, expect, it } from "vitest";
import { libraryModels } from "../../../main/engine/library/index.ts";
import { meets, solveLibrary, type Points } from "../../fixtures/libraryModels.ts";

const line = (first: Points, second: Points, given: Readonly<Record<string, string>>, toS = 7200) =>
  solveLibrary("buffer-line", { signals: { first: { unit: "1", points: first }, second: { unit: "1", points: second } }, given: { start: "50", rate1: "60 1/min", rate2: "60 1/min", capacity: "100", ...given }, toS });

describe("two machines with a buffer between them", () => {
  it("go on from the buffer while the first stands, until it is empty", () => {
    // 50 parts at 60 a minute last 50 s; of a stop of 120 s the second loses 70 s.
    const { at } = line([[0, 1], [600, 0], [720, 1]], [[0, 1]], {});
    expect([at("content", 600), at("content", 650), at("content", 700)]).toEqual([expect.closeTo(50, 6), expect.closeTo(0, 6), expect.closeTo(0, 6)]);
    expect([at("starved", 640), at("starved", 660)]).toEqual([0, 1]);
    meets(at("produced", 7200), 7200 - 70, 1e-6);
  });

  it("fill the buffer while the second stands, then the first is blocked", () => {
    const { at } = line([[0, 1]], [[0, 1], [600, 0], [720, 1]], {});
    expect([at("content", 650), at("content", 700)]).toEqual([expect.closeTo(100, 6), expect.closeTo(100, 6)]);
    expect([at("blocked", 640), at("blocked", 660), at("working1", 700)]).toEqual([0, 1, 0]);
    meets(at("produced", 7200), 7200 - 120, 1e-6);
  });

  it("go at the pace of the slower one once the buffer is full or empty", () => {
    const slowEnd = line([[0, 1]], [[0, 1]], { rate2: "40 1/min" });
    meets(slowEnd.at("content", 120), 90, 1e-9);
    meets(slowEnd.at("content", 3600), 100, 1e-9);
    meets(slowEnd.at("working1", 3600), 40 / 60, 1e-9);
    const slowStart = line([[0, 1]], [[0, 1]], { rate1: "40 1/min" });
    meets(slowStart.at("produced", 7200), 50 + 7200 * 40 / 60, 1e-6);
  });

  it("loses nothing: what went in is what came out and what is held", () => {
    const { at } = line([[0, 1], [100, 0], [400, 1], [2000, 0.5]], [[0, 1], [900, 0], [1500, 1]], {}, 3600);
    const went = at("content", 3600) - 50 + at("produced", 3600);
    // First: 100 s, 500 s till the second stops, 100 parts of room, then on from 1500 s; at half its speed from 2000 s.
    meets(went, 100 + 500 + 100 + 500 + 800, 1e-6);
  });
});

describe("machines that stop", () => {
  const machines = `${libraryModels().find(({ name }) => name === "stopping-machine")?.text ?? ""}
use StoppingMachine as one on Rig { working = it.working1; between = 50 min; stop = 10 min }
use StoppingMachine as two on Rig { working = it.working2; between = 23.7 min; stop = 5.3 min }
`;
  const efficiency = (capacity: number): number => {
    const toS = 20 * 86_400;
    const { at, problem } = solveLibrary("buffer-line", { given: { first: "one.running", second: "two.running", start: "0", capacity: `${capacity}` }, beside: machines, toS, stepS: 3600 });
    expect(problem).toBeUndefined();
    return at("produced", toS) / toS;
  };

  it("have hardly any buffer: 1 / (1 + Σ stop / between), after Buzacott", () => {
    meets(efficiency(0.5), 1 / (1 + 10 / 50 + 5.3 / 23.7), 2e-3);
  });

  it("have a large one: as good as the worse machine alone", () => {
    meets(efficiency(100_000), 23.7 / 29, 2e-3);
  });

  it("have one in between: between the two, and the better the larger it is", () => {
    const efficiencies = [0.5, 200, 400, 100_000].map(efficiency);
    efficiencies.slice(1).forEach((more, i) => expect(more).toBeGreaterThan(efficiencies[i] ?? 1));
  });
});
