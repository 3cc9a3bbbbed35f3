import { describe, expect, it } from "vitest";
import { SignalInbox } from "../../../main/engine/liveRuns/SignalInbox.ts";

const rows = ({ tUs, value }: ReturnType<SignalInbox["take"]>) => [...tUs].map((t, row) => [t, value[row]]);

describe("samples that wait to become final", () => {
  it("are given in order of time, the last of each stamp, and once", () => {
    const inbox = new SignalInbox();
    for (const [tUs, value] of [[30, 3], [10, 1], [20, 2], [10, 9], [50, 5]] as const) expect(inbox.offer(tUs, value)).toBe(false);
    expect(rows(inbox.take(30))).toEqual([[10, 9], [20, 2], [30, 3]]);
    expect(rows(inbox.take(40))).toEqual([]);
    expect(rows(inbox.take(60))).toEqual([[50, 5]]);
  });

  it("count from now on where they come late and are the newest, else not at all; both are said", () => {
    const inbox = new SignalInbox();
    inbox.offer(10, 1);
    inbox.take(100);
    expect(inbox.offer(10, 1)).toBe(false);
    expect(inbox.offer(5, 7)).toBe(true);
    expect(inbox.offer(90, 8)).toBe(true);
    expect(inbox.held).toBe(8);
    inbox.offer(150, 9);
    expect(rows(inbox.take(200))).toEqual([[101, 8], [150, 9]]);
  });

  it("are unknown from a gap on, now if it is told late, until the next sample; what comes late into it contradicts nothing", () => {
    const inbox = new SignalInbox();
    inbox.offer(10, 1);
    inbox.take(100);
    expect(inbox.break(50)).toBe(true);
    expect(inbox.break(50)).toBe(false);
    expect(inbox.offer(60, 6)).toBe(false);
    expect(rows(inbox.take(200))).toEqual([[101, 6]]);
    expect(inbox.break(250)).toBe(false);
    expect(rows(inbox.take(300))).toEqual([[250, NaN]]);
  });

  it("lead a line up to the newest sample, and hold where that is unknown", () => {
    const inbox = new SignalInbox();
    inbox.begin({ tUs: Float64Array.of(5, 10), value: Float64Array.of(0, 1) }, 10);
    inbox.offer(40, 4);
    inbox.offer(70, 7);
    expect(inbox.lineUntilUs(60)).toBe(40);
    inbox.take(60);
    inbox.offer(65, NaN);
    expect(inbox.lineUntilUs(66)).toBe(66);
  });
});
