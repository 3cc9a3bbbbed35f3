/** Processes of previews: which there are, how long they stay, and that none is left over. Their lines are told by the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TrialHosts } from "../../../main/engine/studies/TrialHosts.ts";
import type { TrialMessage } from "../../../main/engine/studies/studyTypes.ts";
import type { SolverPlace } from "../../../main/engine/simulation/index.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { usesOf } from "../../fixtures/modelTexts.ts";

const KEPT_MS = 1_000;
const text = (gain: number, input = "u") => `model Lag = fmu "models/lag.fmu" step 1 s {\n input ${input} : 1\n parameter gain : 1 = ${gain}\n output y : 1\n}\nuse Lag on Rig { ${input} = 1 }\n`;
const lag = (gain: number, input?: string) => usesOf(text(gain, input), {});
// What is solved is of no matter here.
const PROBLEM = {} as Parameters<TrialHosts["solve"]>[1];
const RESULT = { isSolved: true } as Extract<TrialMessage, { kind: "solved" }>["result"];

describe("the processes of previews", () => {
  let opened: { readonly answer: () => void; readonly end: (why: TwinError) => void; isEnded: boolean; asked: number }[];
  let refusesToSend = false;
  let hosts: TrialHosts;
  const never = new AbortController().signal;

  beforeEach(() => {
    vi.useFakeTimers();
    opened = [];
    refusesToSend = false;
    const imported: NonNullable<SolverPlace["imported"]> = {
      digests: () => Promise.resolve({ "models/lag.fmu": "1" }),
      refuseUnfit: () => Promise.resolve(),
      open: () => (events) => {
        const line = {
          send: () => {
            if (refusesToSend) throw new TwinError("closed", "The process has ended.");
            place.asked += 1;
          },
          end: () => (place.isEnded = true),
        };
        // The worker's messages are of the test's own making.
        const place = { answer: () => events.onMessage({ kind: "solved", result: RESULT } as never, line), end: events.onEnd, isEnded: false, asked: 0 };
        opened.push(place);
        return Promise.resolve(line);
      },
    };
    hosts = new TrialHosts({ worker: "", imported }, KEPT_MS);
  });
  afterEach(async () => {
    await hosts.close();
    expect(opened.every(({ isEnded }) => isEnded), "every process was ended").toBe(true);
    vi.useRealTimers();
  });
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it("are one for texts that differ in numbers alone, and another for another text; neither ends what is asked of the other", async () => {
    const first = hosts.solve(lag(2), PROBLEM, never);
    const other = hosts.solve(lag(2, "v"), PROBLEM, never);
    await settled();
    expect(opened.map(({ asked }) => asked)).toEqual([1, 1]);
    opened.forEach(({ answer }) => answer());
    expect(await Promise.all([first, other])).toEqual([RESULT, RESULT]);
    const again = hosts.solve(lag(3), PROBLEM, never);
    await settled();
    opened[0]?.answer();
    await again;
    expect(opened).toHaveLength(2);
  });

  it("are kept for a while after the last answer, however long that took", async () => {
    const asked = hosts.solve(lag(2), PROBLEM, never);
    await vi.advanceTimersByTimeAsync(10 * KEPT_MS);
    expect(opened[0]?.isEnded).toBe(false);
    opened[0]?.answer();
    await asked;
    await vi.advanceTimersByTimeAsync(KEPT_MS - 1);
    expect(opened[0]?.isEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(opened[0]?.isEnded).toBe(true);
  });

  it("that have ended answer each question with why, and the next one is asked of another", async () => {
    const asked = expect(hosts.solve(lag(2), PROBLEM, never)).rejects.toThrow("crashed");
    await settled();
    opened[0]?.end(new TwinError("diverged", "It crashed."));
    await asked;
    refusesToSend = true;
    await expect(hosts.solve(lag(2), PROBLEM, never)).rejects.toThrow("has ended");
    refusesToSend = false;
    const last = hosts.solve(lag(2), PROBLEM, never);
    await settled();
    opened.at(-1)?.answer();
    expect(await last).toEqual(RESULT);
  });

  it("are not begun for what still waits when all is closed", async () => {
    const asked = [hosts.solve(lag(2), PROBLEM, never), hosts.solve(lag(2), PROBLEM, never)].map((one) => expect(one).rejects.toThrow("cancelled"));
    await settled();
    await hosts.close();
    await Promise.all(asked);
    expect(opened).toHaveLength(1);
    await expect(hosts.solve(lag(2), PROBLEM, never)).rejects.toThrow("cancelled");
    expect(opened).toHaveLength(1);
  });
});
