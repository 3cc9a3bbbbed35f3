import fc from "fast-check";
import { DataType, DataValue, MonitoredItemNotification, StatusCodes, Variant, VariantArrayType } from "node-opcua";
import { describe, expect, it } from "vitest";
import { ItemTable } from "../../../main/engine/sources/opcua/ItemTable.ts";
import { NotificationReader } from "../../../main/engine/sources/opcua/NotificationReader.ts";
import { numberIn, showValue } from "../../../main/engine/sources/opcua/values.ts";

const KNOWN_FROM_US = Date.parse("2026-01-01T00:00:00Z") * 1000;
const at = (ms: number) => new Date(KNOWN_FROM_US / 1000 + ms);

function reader() {
  const table = new ItemTable();
  const overflows: number[][] = [];
  const refused: string[] = [];
  const frozen: number[] = [];
  return {
    table,
    overflows,
    refused,
    frozen,
    reader: new NotificationReader(table, KNOWN_FROM_US, {
      onOverflow: (...gap) => overflows.push(gap),
      onNotRecordable: (item, reason) => refused.push(`${item}: ${reason}`),
      onFrozenClock: (item) => frozen.push(item),
    }),
  };
}

const change = (clientHandle: number, value: number, stamp: Date, extra: object = {}) =>
  new MonitoredItemNotification({ clientHandle, value: new DataValue({ value: { dataType: DataType.Double, value }, sourceTimestamp: stamp, ...extra }) });

describe("reading data changes into columns", () => {
  it("keeps every value of a message in its order, whatever the numbers are", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.double(), fc.integer({ min: 0, max: 1e6 }))), (rows) => {
        const { table, reader: subject } = reader();
        const handles = Array.from({ length: 21 }, (_, item) => table.add(item * 10));
        const batch = subject.read(rows.map(([item, value, ms]) => change(handles[item] ?? 0, value, at(ms))), KNOWN_FROM_US);
        expect(batch ? [...batch.item] : []).toEqual(rows.map(([item]) => item * 10));
        expect(batch ? [...batch.value] : []).toEqual(rows.map(([, value]) => value));
        expect(batch ? [...batch.tUs] : []).toEqual(rows.map(([, , ms]) => KNOWN_FROM_US + ms * 1000));
      }),
    );
  });

  it("keeps what a source says below the millisecond", () => {
    const { table, reader: subject } = reader();
    const batch = subject.read([change(table.add(1), 1, at(5), { sourcePicoseconds: 123_456_000 })], 0);
    expect(batch?.tUs[0]).toBe(KNOWN_FROM_US + 5_123);
  });

  it("leaves out what is not wanted any more or was never asked for", () => {
    const { table, reader: subject } = reader();
    const gone = table.add(1);
    table.remove(gone);
    expect(subject.read([change(gone, 1, at(1)), change(999, 2, at(1))], 0)).toBeUndefined();
  });

  it("stamps a first value that is older than the connection with the server's time, later ones never", () => {
    const { table, reader: subject } = reader();
    const handle = table.add(1);
    const first = subject.read([change(handle, 1, at(-50_000), { serverTimestamp: at(20) })], KNOWN_FROM_US + 30_000);
    const later = subject.read([change(handle, 2, at(-40_000))], KNOWN_FROM_US + 40_000);
    expect([first?.tUs[0], later?.tUs[0]]).toEqual([KNOWN_FROM_US + 20_000, KNOWN_FROM_US - 40_000_000]);
  });

  it("takes the time of receipt where the source gives none", () => {
    const { table, reader: subject } = reader();
    const notification = new MonitoredItemNotification({ clientHandle: table.add(1), value: new DataValue({ value: { dataType: DataType.Double, value: 3 } }) });
    expect(subject.read([notification], KNOWN_FROM_US + 7)?.tUs[0]).toBe(KNOWN_FROM_US + 7);
  });

  it("tells an overflow as the stretch between the last sample kept and this one", () => {
    const { table, reader: subject, overflows } = reader();
    const handle = table.add(4);
    subject.read([change(handle, 1, at(10)), change(handle, 2, at(30), { statusCode: StatusCodes.GoodWithOverflowBit })], 0);
    expect(overflows).toEqual([[4, KNOWN_FROM_US + 10_000, KNOWN_FROM_US + 30_000]]);
  });

  it("notices values that change under one stamp, once", () => {
    const { table, reader: subject, frozen } = reader();
    const handle = table.add(4);
    subject.read(Array.from({ length: 20 }, (_, value) => change(handle, value, at(10))), 0);
    expect(frozen).toEqual([4]);
  });

  it("says what cannot be recorded and why", () => {
    const { table, reader: subject, refused } = reader();
    const notification = new MonitoredItemNotification({ clientHandle: table.add(4), value: new DataValue({ value: { dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array(3) } }) });
    expect(subject.read([notification], 0)).toBeUndefined();
    expect(refused).toEqual([expect.stringContaining("4: Its value is an array of Double")]);
  });

  it("remembers what it needs for more items than it began with", () => {
    const table = new ItemTable();
    const handles = Array.from({ length: 5_000 }, (_, item) => table.add(item));
    expect(handles.every((handle, item) => table.item[handle] === item)).toBe(true);
  });
});

describe("a value of OPC UA", () => {
  it.each([
    [DataType.Int64, [-1, 0xfffffffe], -2],
    [DataType.UInt64, [1, 0], 4294967296],
    [DataType.Boolean, true, 1],
    [DataType.Int32, -5, -5],
    [DataType.Float, 0.5, 0.5],
    [DataType.String, "5", NaN],
    [DataType.Null, null, NaN],
  ])("of type %s becomes a number where it is one", (dataType, value, expected) => {
    expect(numberIn(new Variant({ dataType, arrayType: VariantArrayType.Scalar, value }))).toBe(expected);
  });

  it("is shown short", () => {
    expect(showValue(new Variant({ dataType: DataType.Int32, arrayType: VariantArrayType.Array, value: new Int32Array(9) }))).toBe("9 × Int32: 0, 0, 0, 0, 0, …");
    expect(showValue(new Variant({ dataType: DataType.Boolean, value: false }))).toBe("false");
  });
});
