import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Workbench } from "../../../renderer/app/state/Workbench.ts";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import { addToTrend, readTrendConfig, signalsToPlot } from "../../../renderer/panels/Trend/trendConfig.ts";
import { TrendCoordinator } from "../../../renderer/panels/Trend/TrendCoordinator.ts";
import { fakeProject } from "../../fixtures/panels/fakeProject.ts";
import { fakeValue, FAKE_RUN } from "../../fixtures/panels/fakeHistory.ts";
import { fakeWorkbench, type FakeWorkbench } from "../../fixtures/panels/fakeWorkbench.ts";

const TEMPERATURE = "A-m1/winding.temperature";
const MIN = 60_000_000;

describe("a trend", () => {
  let fake: FakeWorkbench;
  let coordinator: TrendCoordinator;
  let stop: () => void;
  let windows: { fromUs: number; toUs: number; series: number }[];
  let asOfs: number;
  let failing: boolean;

  const until = async (holds: () => boolean): Promise<void> => {
    const end = Date.now() + 4_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error("did not come to hold");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const readoutOf = (key: string) => coordinator.readouts.value.find((one) => one.key === key);

  beforeEach(() => {
    fake = fakeWorkbench();
    windows = [];
    asOfs = 0;
    failing = false;
    const { history } = fake.workbench.engine;
    const counted: EngineClient["history"] = {
      ...history,
      window: (input, options) => {
        windows.push({ ...input.span, series: input.series.length });
        return failing ? Promise.reject(new Error("The history is busy.")) : history.window(input, options);
      },
      asOf: (input, options) => {
        asOfs += 1;
        return history.asOf(input, options);
      },
    };
    const workbench: Workbench = { ...fake.workbench, engine: { ...fake.workbench.engine, history: counted } };
    coordinator = new TrendCoordinator(workbench);
    stop = coordinator.start();
  });

  afterEach(() => {
    stop();
    fake.workbench.values.dispose();
  });

  it("draws measured, and beside it each laid-over run that has the signal", () => {
    coordinator.setSignals([TEMPERATURE, "A-p1/flow"]);
    expect(coordinator.series.value.map(({ key, tag }) => [key, tag])).toEqual([[`${TEMPERATURE}@measured`, "1"], [`${TEMPERATURE}@${FAKE_RUN}`, "1s"], ["A-p1/flow@measured", "2"]]);
  });

  it("asks for all its series in one question, with some air around the span", async () => {
    coordinator.setSignals([TEMPERATURE, "A-p1/flow"]);
    await until(() => windows.length > 0);
    expect(windows).toHaveLength(1);
    expect(windows[0]?.series).toBe(3);
    expect(windows[0]?.fromUs).toBeLessThan(fake.workbench.cursor.value.span.fromUs);
  });

  it("grows by live samples without asking the history again for each", async () => {
    coordinator.setSignals([TEMPERATURE]);
    await until(() => (coordinator.dataOf(`${TEMPERATURE}@measured`)?.length ?? 0) > 10);
    const { length } = coordinator.dataOf(`${TEMPERATURE}@measured`) ?? { length: 0 };
    const asked = windows.length;
    await until(() => {
      fake.workbench.cursor.follow(Date.now() * 1_000);
      return (coordinator.dataOf(`${TEMPERATURE}@measured`)?.length ?? 0) > length + 1;
    });
    expect(windows.length).toBe(asked);
  });

  it("asks anew when the scale changes, and shows a pan within the air at once", async () => {
    coordinator.setSignals([TEMPERATURE]);
    await until(() => windows.length === 1);
    const { span } = fake.workbench.cursor.value;
    fake.workbench.cursor.setSpan({ fromUs: span.fromUs - 5 * MIN, toUs: span.toUs - 5 * MIN });
    expect(windows).toHaveLength(1);
    fake.workbench.cursor.setSpan({ fromUs: span.fromUs, toUs: span.fromUs + 10 * MIN });
    await until(() => windows.length === 2);
  });

  it("reads the exact value at a standing cursor where the plot is reduced", async () => {
    coordinator.setSignals([TEMPERATURE]);
    fake.workbench.cursor.setSpan({ fromUs: fake.workbench.cursor.nowUs - 2 * 1_440 * MIN, toUs: fake.workbench.cursor.nowUs });
    await until(() => coordinator.dataOf(`${TEMPERATURE}@measured`)?.kind === "reduced");
    const tUs = fake.workbench.cursor.nowUs - 7 * MIN;
    fake.workbench.cursor.seek(tUs);
    await until(() => asOfs > 0);
    const exact = fakeValue(TEMPERATURE, "measured", Math.floor(tUs / 1e6) * 1e6);
    await until(() => readoutOf(`${TEMPERATURE}@measured`)?.value === exact.toFixed(2));
  });

  it("says how far a run is off at the cursor, in the unit of a difference, and over the run", async () => {
    coordinator.setSignals([TEMPERATURE]);
    fake.workbench.cursor.seek(fake.workbench.cursor.nowUs - 5 * MIN);
    await until(() => readoutOf(`${TEMPERATURE}@${FAKE_RUN}`)?.residual !== undefined);
    expect(readoutOf(`${TEMPERATURE}@${FAKE_RUN}`)?.residual).toMatch(/^[+−].*\u00a0K$/);
    expect(readoutOf(`${TEMPERATURE}@${FAKE_RUN}`)?.rmse).toBe("1.84\u00a0K");
  });

  it("takes nothing from a run outside its span", async () => {
    coordinator.setSignals([TEMPERATURE]);
    fake.workbench.cursor.seek(fake.workbench.cursor.nowUs - 55 * MIN);
    await until(() => readoutOf(`${TEMPERATURE}@measured`)?.value !== "—");
    expect(readoutOf(`${TEMPERATURE}@${FAKE_RUN}`)).toMatchObject({ value: "—", unknown: "outside the run" });
  });

  it("does not take a value from before a gap for current inside it", async () => {
    coordinator.setSignals([TEMPERATURE]);
    fake.workbench.cursor.seek(fake.workbench.cursor.nowUs - 24 * MIN);
    await until(() => readoutOf(`${TEMPERATURE}@measured`)?.unknown === "no data");
  });

  it("says that it is loading where the history has not answered yet", async () => {
    coordinator.setSignals([TEMPERATURE]);
    await until(() => coordinator.dataOf(`${TEMPERATURE}@measured`)?.loaded === true);
    coordinator.hoverUs.set(fake.workbench.cursor.nowUs - 9_000 * MIN);
    expect(readoutOf(`${TEMPERATURE}@measured`)).toMatchObject({ value: "—", unknown: "loading" });
  });

  it("follows the pointer, and the cursor again when it leaves", async () => {
    coordinator.setSignals(["A-p1/running"]);
    await until(() => coordinator.dataOf("A-p1/running@measured")?.loaded === true);
    const atCursor = readoutOf("A-p1/running@measured")?.tUs;
    coordinator.hoverUs.set(fake.workbench.cursor.nowUs - 10 * MIN);
    expect(readoutOf("A-p1/running@measured")?.tUs).toBeLessThan(atCursor ?? 0);
    coordinator.hoverUs.set(undefined);
    expect(readoutOf("A-p1/running@measured")?.tUs).toBeGreaterThanOrEqual(atCursor ?? Infinity);
  });

  it("says what went wrong, does not storm the engine, and asks again by hand", async () => {
    failing = true;
    coordinator.setSignals([TEMPERATURE]);
    await until(() => coordinator.trouble.value !== undefined);
    expect(coordinator.trouble.value?.message).toBe("The history is busy.");
    for (let i = 1; i < 20; i += 1) fake.workbench.cursor.follow(fake.workbench.cursor.nowUs + 1_000);
    expect(windows).toHaveLength(1);
    failing = false;
    coordinator.reload();
    await until(() => coordinator.trouble.value === undefined);
  });
});

describe("what a trend remembers", () => {
  it("is read with care, since it comes from a file", () => {
    expect(readTrendConfig({ signals: ["a", 7, "a", "b"], showList: "yes" })).toEqual({ signals: ["a", "b"], pending: [], showList: true, showTable: false });
    expect(readTrendConfig(undefined).signals).toEqual([]);
  });

  it("takes dropped signals at once and looks assets and nodes up when it is there", () => {
    expect(addToTrend({ signals: ["a"] }, { kind: "signal", ids: ["b", "a"] }).signals).toEqual(["a", "b"]);
    expect(addToTrend({}, { kind: "asset", ids: ["A-m1"] }).pending).toEqual([{ kind: "asset", ids: ["A-m1"] }]);
  });

  it("plots the label's signal of an asset", () => {
    expect(signalsToPlot(fakeProject, ["A-m1"]).ids).toEqual([TEMPERATURE]);
  });
});
