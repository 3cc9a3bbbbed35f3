/** From OPC UA's values to columns: which can be recorded, as what, and at which instant. */
import type { DataValue, Variant } from "node-opcua";
import { US_PER_MS } from "../../../../shared/time/time.ts";

const PS_PER_US = 1_000_000;
const TWO_32 = 0x1_0000_0000;

/** Built-in types by number (OPC UA Part 6, 5.1.2). */
export const BuiltIn = { null: 0, boolean: 1, firstInteger: 2, uint32: 7, int64: 8, uint64: 9, float: 10, double: 11, string: 12, guid: 14, localizedText: 21 } as const;
const NAMES = ["Null", "Boolean", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Float", "Double", "String", "DateTime", "Guid", "ByteString", "XmlElement", "NodeId", "ExpandedNodeId", "StatusCode", "QualifiedName", "LocalizedText", "Structure", "DataValue", "Variant", "DiagnosticInfo"];

export function builtInName(dataType: number): string {
  return NAMES[dataType] ?? `type ${dataType}`;
}

/** The number in a value, NaN where it holds none. 64-bit integers beyond 2^53 lose their last bits. */
export function numberIn(variant: Variant): number {
  const type: number = variant.dataType;
  const value: unknown = variant.value;
  if (type === BuiltIn.double || (type >= BuiltIn.firstInteger && type <= BuiltIn.uint32) || type === BuiltIn.float) return typeof value === "number" ? value : NaN;
  if (type === BuiltIn.boolean) return value === true ? 1 : 0;
  if ((type === BuiltIn.int64 || type === BuiltIn.uint64) && Array.isArray(value)) {
    const [high, low] = [Number(value[0]), Number(value[1])];
    return (type === BuiltIn.int64 ? high | 0 : high) * TWO_32 + low;
  }
  return NaN;
}

/** The text in a value, or undefined where it is none. */
export function textIn(variant: Variant): string | undefined {
  const value: unknown = variant.value;
  const type: number = variant.dataType;
  if (type === BuiltIn.string || type === BuiltIn.guid) return typeof value === "string" ? value : undefined;
  if (type === BuiltIn.localizedText && typeof value === "object" && value !== null && "text" in value) return String(value.text ?? "");
  return undefined;
}

/** Why a value cannot be recorded, or undefined where it can. A missing value can: its status tells. */
export function notRecordable(variant: Variant): string | undefined {
  const type: number = variant.dataType;
  if (variant.arrayType !== 0) return `Its value is an array of ${builtInName(type)}; only single values can be recorded. Bind one of its elements if the server offers them.`;
  const recordable = type <= BuiltIn.string || type === BuiltIn.guid || type === BuiltIn.localizedText;
  return recordable ? undefined : `Its value is of type ${builtInName(type)}; only numbers, booleans, enums and texts can be recorded.`;
}

/** A time stamp in integer µs; the library keeps what is below a millisecond apart, in picoseconds. */
export function stampUs(stamp: Date, picoseconds: number): number {
  return stamp.getTime() * US_PER_MS + Math.floor(picoseconds / PS_PER_US);
}

export function sourceUs(value: DataValue): number | undefined {
  return value.sourceTimestamp ? stampUs(value.sourceTimestamp, value.sourcePicoseconds) : undefined;
}

export function serverUs(value: DataValue): number | undefined {
  return value.serverTimestamp ? stampUs(value.serverTimestamp, value.serverPicoseconds) : undefined;
}

const SHOWN_ELEMENTS = 5;

/** A value for people, short. */
export function showValue(variant: Variant): string {
  const value: unknown = variant.value;
  if (variant.arrayType !== 0) {
    const all = ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as ArrayLike<unknown>) : [];
    return `${all.length} × ${builtInName(variant.dataType)}: ${all.slice(0, SHOWN_ELEMENTS).map(String).join(", ")}${all.length > SHOWN_ELEMENTS ? ", …" : ""}`;
  }
  const number = numberIn(variant);
  if (variant.dataType === BuiltIn.boolean) return String(value);
  if (!Number.isNaN(number)) return String(number);
  if (value instanceof Date) return value.toISOString();
  return textIn(variant) ?? (value === null || value === undefined ? "" : String(value)).slice(0, 200);
}
