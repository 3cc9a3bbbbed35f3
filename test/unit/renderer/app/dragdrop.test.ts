import { describe, expect, it } from "vitest";
import { nodeRef, parseNodeRef, parsePayload } from "../../../../renderer/app/dragdrop.ts";

describe("what is dragged", () => {
  it("names a node by source and address, whatever the address holds", () => {
    const address = "nsu=http://a|b;s=x|y";
    expect(parseNodeRef(nodeRef("src", address))).toEqual({ source: "src", address });
    expect(parseNodeRef("no bar")).toBeUndefined();
  });

  it("reads what it wrote", () => {
    expect(parsePayload(JSON.stringify({ kind: "signal", ids: ["a/b"] }))).toEqual({ kind: "signal", ids: ["a/b"] });
  });

  it.each(["", "{", "null", "7", '{"kind":"file","ids":[]}', '{"kind":"signal","ids":[1]}', '{"kind":"signal"}'])("takes nothing from elsewhere: %s", (text) => {
    expect(parsePayload(text)).toBeUndefined();
  });
});
