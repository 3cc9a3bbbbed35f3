/** Fields of one message in Protocol Buffers' wire format (protobuf.dev, "Encoding"), without a schema. What is asked for is read, all else skipped. */
import { TwinError } from "../../../shared/contract/errors.ts";

export interface WireField {
  readonly number: number;
  /** Of a whole number; 0 otherwise. */
  readonly value: number;
  /** Of what has a length: a text, bytes, packed numbers, a message. A view, no copy. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();
const VARINT = 0;
const EIGHT_BYTES = 1;
const WITH_LENGTH = 2;
const FOUR_BYTES = 5;
/** The longest number has ten bytes of seven bits. */
const MAX_VARINT_BYTES = 10;

/** Throws `damaged` where the bytes are no message. */
export function* fieldsOf(bytes: Uint8Array, name: string): Generator<WireField> {
  let at = 0;
  const damaged = (): TwinError => new TwinError("damaged", `${name} is no readable ONNX model: it is cut off, or something else.`);
  const varint = (): number => {
    let value = 0;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = bytes[at++];
      if (byte === undefined) throw damaged();
      // Not by shifts: they end at 32 bits.
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw damaged();
  };
  const skip = (length: number): number => {
    const from = at;
    at += length;
    if (at > bytes.length) throw damaged();
    return from;
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (number === 0) throw damaged();
    if (wire === VARINT) yield { number, value: varint(), bytes: NOTHING };
    else if (wire === EIGHT_BYTES) yield { number, value: 0, bytes: bytes.subarray(skip(8), at) };
    else if (wire === FOUR_BYTES) yield { number, value: 0, bytes: bytes.subarray(skip(4), at) };
    else if (wire === WITH_LENGTH) {
      const length = varint();
      yield { number, value: 0, bytes: bytes.subarray(skip(length), at) };
    } else throw damaged();
  }
}

/** Text of a field, cut where it is longer than anybody reads. */
export function textOf({ bytes }: WireField): string {
  return new TextDecoder().decode(bytes.subarray(0, MAX_TEXT_BYTES));
}

const MAX_TEXT_BYTES = 10_000;
