import { describe, expect, it } from "vitest";
import { Outage } from "../../../main/engine/sources/opcua/Outage.ts";

function outage() {
  const told: (readonly [fromUs: number, toUs?: number])[] = [];
  return { told, of: new Outage(0, ({ fromUs, toUs }) => told.push(toUs === undefined ? [fromUs] : [fromUs, toUs])) };
}

describe("an outage", () => {
  it("is told once, and once more with its end", () => {
    const { told, of } = outage();
    of.tell("no answer");
    of.tell("no answer");
    expect(of.end(10)).toEqual({ fromUs: 0, toUs: 10 });
    expect(told).toEqual([[0], [0, 10]]);
  });

  it("is none where the first connection succeeds, and where the same session goes on", () => {
    const { told, of } = outage();
    expect(of.end(10)).toBeUndefined();
    of.begin(20);
    of.forget();
    of.tell("nothing is lost");
    expect(of.end(30)).toBeUndefined();
    expect(told).toEqual([]);
  });

  it("keeps its beginning while it goes on", () => {
    const { told, of } = outage();
    of.end(1);
    of.begin(10);
    of.begin(12);
    of.tell("broken");
    expect(told).toEqual([[10]]);
  });

  it("begins anew where a connection came and went before all was subscribed, and ends as a whole", () => {
    const { told, of } = outage();
    of.tell("no answer");
    of.begin(10);
    of.tell("broken");
    expect(of.end(20)).toEqual({ fromUs: 0, toUs: 20 });
    expect(told).toEqual([[0], [10], [0, 20]]);
  });

  it("goes on where only the later stretch turns out to be none", () => {
    const { told, of } = outage();
    of.tell("no answer");
    of.begin(10);
    of.forget();
    expect(of.end(20)).toEqual({ fromUs: 0, toUs: 20 });
    expect(told).toEqual([[0], [0, 20]]);
  });
});
