import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TwinError } from "../../../shared/contract/errors.ts";
import { decodeFrame, encodeFrame } from "../../../shared/contract/rpc/frame.ts";

const LIMIT = 1_000_000;
const roundTrip = (value: unknown): unknown => decodeFrame(encodeFrame(value, LIMIT), LIMIT);

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof TwinError ? error.code : "not a TwinError";
  }
};

const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: fc.constantFrom("\0", "a", "array", "number", "é") }),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.float64Array(),
    fc.uint8Array(),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: fc.constantFrom("\0", "array", "bigint", "x") }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("a frame", () => {
  it("gives back any plain data as it was", () => {
    fc.assert(fc.property(data, (value) => {
      expect(roundTrip(value)).toEqual(value);
    }), { numRuns: 500 });
  });

  it("keeps keys apart that differ by what marks them alone", () => {
    for (const keys of [["\0\0", "\0"], ["\0", "\0\0"], ["\0\0\0", "\0", "\0\0", ""]]) {
      const value = Object.fromEntries(keys.map((key, i) => [key, i]));
      expect(roundTrip(value)).toEqual(value);
    }
  });

  it("reads any bytes as a message or a bad input, never anything else", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect([undefined, "bad-input"]).toContain(codeOf(() => decodeFrame(bytes, LIMIT)));
    }));
  });

  it("survives a frame cut off anywhere", () => {
    const frame = encodeFrame({ t: Float64Array.of(1, 2, 3), note: "Lagertemperatur 80 °C" }, LIMIT);
    for (let length = 0; length < frame.length; length += 1) {
      expect(codeOf(() => decodeFrame(frame.slice(0, length), LIMIT)), `cut at ${length}`).toBe("bad-input");
    }
  });

  it("reads a frame that lies at an odd place in a larger buffer", () => {
    const frame = encodeFrame({ t: Float64Array.of(1.5) }, LIMIT);
    const larger = new Uint8Array(frame.length + 7);
    larger.set(frame, 3);
    expect(decodeFrame(larger.subarray(3, 3 + frame.length), LIMIT)).toEqual({ t: Float64Array.of(1.5) });
  });

  it("is refused beyond its size, in both directions", () => {
    const message = { t: new Float64Array(1_000) };
    expect(codeOf(() => encodeFrame(message, 8_000))).toBe("limit");
    expect(codeOf(() => decodeFrame(encodeFrame(message, LIMIT), 8_000))).toBe("limit");
  });

  it("refuses what is not plain data instead of sending something else", () => {
    for (const value of [new Date(), new Map(), new Set(), () => 1, Symbol("x"), new DataView(new ArrayBuffer(8)), new ArrayBuffer(8)]) {
      expect(codeOf(() => encodeFrame({ value }, LIMIT)), String(value)).toBe("internal");
    }
  });

  it("sends a Buffer as the bytes it is", () => {
    expect(roundTrip({ bytes: Buffer.from("abc") })).toEqual({ bytes: new Uint8Array([97, 98, 99]) });
  });

  it("never changes a prototype", () => {
    const frame = encodeFrame(JSON.parse('{"__proto__":{"admin":true},"list":[{"__proto__":{"t":[1]}}]}'), LIMIT);
    const message = decodeFrame(frame, LIMIT);
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});
