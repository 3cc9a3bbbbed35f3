/** A stiff model from its text to its stored run: compiler, history, the real worker, as the window's simulate does it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { runsOver } from "./runsFixture.ts";
import { compile } from "../../../shared/language/compile.ts";
import { historyFolder, ramp, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";

/** Robertson's reactions, with rates between 0.04 and 3e7 per second. */
const ROBERTSON = `model Robertson {
  input     load : kW
  parameter slow : 1/s = 0.04
  parameter fast : 1/s = 3e7
  parameter back : 1/s = 1e4
  state     a    : 1 = 1
  state     b    : 1 = 0
  state     c    : 1 = 0
  der(a) = back * b * c - slow * a
  der(b) = slow * a - back * b * c - fast * b * b
  der(c) = fast * b * b
  output    left : 1 = a
  output    made : 1 = c
}
use Robertson on Pump {
  load = power
}
`;
/** Time in seconds, a and c: by Radau IIA (scipy 1.17 at a relative tolerance of 1e-11), to six digits. */
const REFERENCE = [[40, 0.715827, 0.284164], [400, 0.450519, 0.549478], [4_000, 0.183202, 0.816797], [40_000, 0.0389834, 0.961016], [400_000, 0.00493827, 0.995062]] as const;
/** Relative; the run's own tolerance is 1e-6 of a step. */
const AGREEMENT = 1e-5;

describe("a stiff model of a project", () => {
  let fixture: Fixture;
  let history: History;
  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  it("is simulated over five days in a few thousand steps and meets the reference", async () => {
    const project = projectWith({ "models/robertson.twin": ROBERTSON });
    const { diagnostics } = compile(Object.values(project.texts), project);
    expect(diagnostics).toEqual([]);
    for (const signal of ["p1/power", "p2/power"]) {
      const [series = -1] = await history.ensureSeries([{ signal }]);
      await history.append(ramp(series, 2, { stepUs: 400_000 * S }));
    }
    const { simulations } = await runsOver(history, fixture.folder, project);
    const run = await simulations.simulate({ span: { fromUs: T0, toUs: T0 + 400_000 * S } });
    expect(run).toMatchObject({ state: "done", uses: ["Robertson"] });
    expect(run.message).toBeUndefined();
    // Two pumps; the explicit method alone would take 200 million steps each.
    expect(run.steps).toBeLessThan(4_000);
    for (const [index, signal] of [[1, "left"], [2, "made"]] as const) {
      const id = history.idOf(`p1/use:Robertson.${signal}`, run.id) ?? -1;
      const values = new Map<number, number>();
      for await (const chunk of history.readSamples([id], { fromUs: T0, toUs: T0 + 400_000 * S })) chunk.tUs.forEach((tUs, row) => values.set((tUs - T0) / S, chunk.value[row] ?? NaN));
      for (const reference of REFERENCE) expect(Math.abs((values.get(reference[0]) ?? NaN) / reference[index] - 1), `${signal} at ${reference[0]} s`).toBeLessThan(AGREEMENT);
    }
  });
});
