/** Runs are of what is history: a span is cut where samples may still come, and refused where there is nothing or not yet. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { settledSpan } from "../../../main/engine/simulation/index.ts";
import { compile } from "../../../shared/language/compile.ts";
import { historyFolder, ramp, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps } from "./runsFixture.ts";

const FOLLOW = "model Follow {\n  input load : kW\n  state e : kJ = 0\n  der(e) = load\n  output energy : kJ = e\n}\nuse Follow on Pump { load = power }\n";
const ALONE = "model Alone {\n  state e : 1 = 0\n  der(e) = 1 / 1 s\n  output energy : 1 = e\n}\nuse Alone on Pump\n";
const usesOf = (text: string) => {
  const project = projectWith({ "models/one.twin": text });
  return compile(Object.values(project.texts), project).program.uses;
};

describe("a span that is to be solved", () => {
  const END = T0 + 1_000 * S;
  let fixture: Fixture;
  let history: History;
  const settled = (nowUs: number, fromUs: number, toUs: number, text = FOLLOW) => settledSpan({ history, clock: () => nowUs }, usesOf(text), { fromUs, toUs });
  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, { power: { count: 101, stepUs: 10 * S, value: (i) => i }, temperature: { count: 1, stepUs: S, value: () => 20 } });
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  it("ends where samples may still arrive", async () => {
    expect(await settled(END + S, T0, END + S)).toEqual({ fromUs: T0, toUs: END - S });
    expect(await settled(END + S, T0, END + 3_600 * S)).toEqual({ fromUs: T0, toUs: END - S });
  });

  it("is as it was asked for where it is all past, where history itself goes beyond now, and for a model that reads nothing", async () => {
    const day = { fromUs: T0, toUs: END + 3_600 * S };
    expect(await settled(END + 86_400 * S, day.fromUs, day.toUs)).toEqual(day);
    expect(await settled(T0, day.fromUs, day.toUs)).toEqual(day);
    expect(await settled(END + S, day.fromUs, day.toUs, ALONE)).toEqual(day);
  });

  it("is refused in the time to come, which is for forecasts, and before anything was recorded", async () => {
    await expect(settled(END + S, END + S, END + 60 * S)).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("A forecast goes on from now") });
    await expect(settled(END + S, T0 - 60 * S, T0)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(/before anything was recorded .* begins at .* and goes to/) });
  });

  it("is refused where no input is known in it, with what history has; not for a model that needs none", async () => {
    for (const pump of ["p1", "p2"]) await history.append(ramp(history.idOf(`${pump}/power`) ?? -1, 1, { fromUs: END + 10 * S, value: () => Number.NaN }));
    const [LATE, fromUs, toUs] = [END + 86_400 * S, END + 20 * S, END + 60 * S];
    await expect(settled(LATE, fromUs, toUs)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(/no input of these models is known: .* lies between 2026-.* and 2026-/) });
    expect(await settled(LATE, fromUs, toUs, ALONE)).toEqual({ fromUs, toUs });
    expect(await settled(LATE, END, toUs)).toEqual({ fromUs: END, toUs });
    expect(await settled(LATE, T0 - 60 * S, toUs)).toEqual({ fromUs: T0 - 60 * S, toUs });
  });
});
