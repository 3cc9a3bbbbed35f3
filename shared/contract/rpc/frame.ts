/**
 * One message as one binary frame: a JSON header, then the typed arrays as they are.
 *
 * Layout, little-endian: header length (uint32) · header (UTF-8 JSON `[message, [[array type, byte length], …]]`) · the
 * arrays' bytes, one after the other. What JSON lacks is written as an object with one key that begins with U+0000:
 * an array's place, NaN and the infinities, -0, bigint, undefined in a list. Keys of the message that begin with U+0000
 * get one more. Carries what structured clone carries of plain data; not Map, Set, Date or cycles, and properties that
 * are undefined are left out.
 */
import { TwinError } from "../errors.ts";

const ARRAYS = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;
type Bag = Record<string, unknown>;

const MARK = "\0";
const ARRAY = "\0array";
const NUMBER = "\0number";
const BIGINT = "\0bigint";
const UNDEFINED = "\0undefined";
const HEADER_BYTES = 4;

const isArrayName = (name: unknown): name is ArrayName => typeof name === "string" && Object.hasOwn(ARRAYS, name);

/** @throws TwinError `limit` when it is larger than `maxBytes`; `internal` for what is not data. */
export function encodeFrame(message: unknown, maxBytes: number): Uint8Array<ArrayBuffer> {
  const arrays: TypedArray[] = [];
  const types: [ArrayName, number][] = [];
  const json = JSON.stringify([message, types], function replace(this: Bag, key: string, value: unknown): unknown {
    const original = this[key]; // before toJSON, which Buffer and Date have
    if (ArrayBuffer.isView(original)) return placeArray(original, arrays, types);
    if (typeof original === "object" && original !== null && !Array.isArray(original)) return plainObject(original, key);
    if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : { [NUMBER]: Object.is(value, -0) ? "-0" : String(value) };
    if (typeof value === "bigint") return { [BIGINT]: String(value) };
    if (value === undefined) return Array.isArray(this) ? { [UNDEFINED]: 1 } : undefined;
    if (typeof value === "function" || typeof value === "symbol") throw new TwinError("internal", `A ${typeof value} (${key}) cannot be sent.`);
    return value;
  });
  const header = new TextEncoder().encode(json);
  const sizeBytes = HEADER_BYTES + header.byteLength + arrays.reduce((sum, array) => sum + array.byteLength, 0);
  if (sizeBytes > maxBytes) throw tooLarge(sizeBytes, maxBytes);
  const frame = new Uint8Array(sizeBytes);
  new DataView(frame.buffer).setUint32(0, header.byteLength, true);
  frame.set(header, HEADER_BYTES);
  let offset = HEADER_BYTES + header.byteLength;
  for (const array of arrays) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  return frame;
}

/** The message of a frame; arrays are copies of their own. @throws TwinError `bad-input` for what is no frame. */
export function decodeFrame(frame: Uint8Array, maxBytes: number): unknown {
  if (frame.byteLength > maxBytes) throw tooLarge(frame.byteLength, maxBytes);
  try {
    const headerBytes = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(0, true);
    const bodyStart = HEADER_BYTES + headerBytes;
    if (bodyStart > frame.byteLength) throw new RangeError("header longer than the frame");
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(frame.subarray(HEADER_BYTES, bodyStart)));
    if (!Array.isArray(parsed) || parsed.length !== 2 || !Array.isArray(parsed[1])) throw new TypeError("header is not a message");
    return restore(parsed[0], cutArrays(frame.subarray(bodyStart), parsed[1]));
  } catch (error) {
    throw new TwinError("bad-input", "A message could not be read and was dropped.", { cause: error });
  }
}

function placeArray(view: ArrayBufferView, arrays: TypedArray[], types: [ArrayName, number][]): Bag {
  const name = Object.keys(ARRAYS).find((candidate) => isArrayName(candidate) && view instanceof ARRAYS[candidate]);
  if (!isArrayName(name)) throw new TwinError("internal", "A DataView cannot be sent.");
  // `name` was found by instanceof against the same table.
  arrays.push(view as TypedArray);
  types.push([name, view.byteLength]);
  return { [ARRAY]: arrays.length - 1 };
}

function plainObject(value: object, key: string): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (value instanceof Date || value instanceof Map || value instanceof Set || value instanceof ArrayBuffer) {
    throw new TwinError("internal", `A ${value.constructor.name} (${key}) cannot be sent.`);
  }
  if (prototype === Object.prototype || prototype === null) {
    const keys = Object.keys(value);
    if (keys.some((name) => name.startsWith(MARK))) return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.startsWith(MARK) ? MARK + name : name, field]));
  }
  return value;
}

function cutArrays(body: Uint8Array, types: readonly unknown[]): readonly TypedArray[] {
  let offset = 0;
  return types.map((entry) => {
    const [name, sizeBytes] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (!isArrayName(name) || typeof sizeBytes !== "number" || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new TypeError("unknown array");
    if (offset + sizeBytes > body.byteLength) throw new RangeError("array longer than the frame");
    const copy = body.slice(offset, offset + sizeBytes); // its own memory, so aligned, and the frame can go
    offset += sizeBytes;
    return new ARRAYS[name](copy.buffer as ArrayBuffer);
  });
}

/** Puts back what JSON lacks, in place where it can. */
function restore(value: unknown, arrays: readonly TypedArray[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) value[index] = restore(value[index], arrays);
    return value;
  }
  const bag = value as Bag; // an object out of JSON.parse
  const keys = Object.keys(bag);
  const [first] = keys;
  if (keys.length === 1 && first !== undefined && first.startsWith(MARK) && !first.startsWith(MARK + MARK)) return unmark(first, bag[first], arrays);
  // Into an object of its own: one key without its mark may be another one that still has it.
  if (keys.some((key) => key.startsWith(MARK))) return Object.fromEntries(keys.map((key) => [key.startsWith(MARK) ? key.slice(MARK.length) : key, restore(bag[key], arrays)]));
  for (const key of keys) {
    const field = restore(bag[key], arrays);
    if (field !== bag[key]) bag[key] = field;
  }
  return bag;
}

function unmark(mark: string, content: unknown, arrays: readonly TypedArray[]): unknown {
  if (mark === ARRAY && typeof content === "number" && arrays[content] !== undefined) return arrays[content];
  if (mark === NUMBER) return Number(content);
  if (mark === BIGINT && typeof content === "string") return BigInt(content);
  if (mark === UNDEFINED) return undefined;
  throw new TypeError("unknown mark");
}

function tooLarge(sizeBytes: number, maxBytes: number): TwinError {
  const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
  return new TwinError("limit", `A message of ${mebibytes(sizeBytes)} MiB is larger than the ${mebibytes(maxBytes)} MiB one message may have. Ask for a shorter span or fewer signals.`);
}
