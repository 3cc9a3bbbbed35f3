import { describe, expect, it } from "vitest";
import { WAITING_VALUES } from "../../../main/engine/ingest/limits.ts";
import { SourceOrder } from "../../../main/engine/ingest/SourceOrder.ts";

function gate(): { readonly work: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const work = new Promise<void>((resolve) => (open = resolve));
  return { work, open };
}

describe("the order of what a source tells", () => {
  it("runs a task at once while nothing is prepared", () => {
    const done: string[] = [];
    expect(new SourceOrder().run(() => done.push("a"))).toBe(true);
    expect(done).toEqual(["a"]);
  });

  it("holds tasks back until everything is prepared, also what was asked for later, and keeps their order", async () => {
    const order = new SourceOrder();
    const [first, second] = [gate(), gate()];
    const done: string[] = [];
    order.prepare(first.work);
    order.run(() => done.push("a"), 1);
    order.prepare(second.work);
    order.run(() => done.push("b"));
    first.open();
    await first.work;
    expect(done).toEqual([]);
    second.open();
    await order.ready;
    expect(done).toEqual(["a", "b"]);
  });

  it("refuses values where too many wait, and never anything else", async () => {
    const order = new SourceOrder();
    const { work, open } = gate();
    const done: string[] = [];
    order.prepare(work);
    expect(order.run(() => done.push("values"), WAITING_VALUES)).toBe(true);
    expect(order.run(() => done.push("too many"), 1)).toBe(false);
    expect(order.run(() => done.push("gap"))).toBe(true);
    open();
    await order.ready;
    expect(done).toEqual(["values", "gap"]);
    order.prepare(Promise.resolve());
    expect(order.run(() => done.push("room again"), 1)).toBe(true);
  });
});
