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
/** Numbers of fields have 29 bits. Of a longer key some readers drop what is too much and see another field. */
const KEYS_END = 2 ** 32;
/** Weights are one part each. A model with a hundred thousand operators has fewer; reading so many takes half a second. */
const MAX_FIELDS = 3_000_000;

/** Reads the messages of one file. */
export class WireReader {
  readonly #name: string;
  #fields = 0;

  /** `name` is for messages. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Fields in their order. Throws `damaged` where the bytes are no message, `limit` where the file has too many of them. */
  *fields(bytes: Uint8Array): Generator<WireField> {
    let at = 0;
    const varint = (): number => {
      let value = 0;
      for (let i = 0; i < MAX_VARINT_BYTES; i++) {
        const byte = bytes[at++];
        if (byte === undefined) throw this.#damaged();
        // Not by shifts: they end at 32 bits.
        value += (byte & 0x7f) * 2 ** (7 * i);
        if (byte < 0x80) return value;
      }
      throw this.#damaged();
    };
    const take = (length: number): Uint8Array => {
      const from = at;
      at += length;
      if (at > bytes.length) throw this.#damaged();
      return bytes.subarray(from, at);
    };
    while (at < bytes.length) {
      const key = varint();
      const [number, wire] = [Math.floor(key / 8), key % 8];
      if (number === 0 || key >= KEYS_END) throw this.#damaged();
      if (++this.#fields > MAX_FIELDS) throw new TwinError("limit", `${this.#name} has more than ${MAX_FIELDS.toLocaleString("en")} parts.`);
      if (wire === VARINT) yield { number, value: varint(), bytes: NOTHING };
      else if (wire === EIGHT_BYTES) yield { number, value: 0, bytes: take(8) };
      else if (wire === FOUR_BYTES) yield { number, value: 0, bytes: take(4) };
      else if (wire === WITH_LENGTH) yield { number, value: 0, bytes: take(varint()) };
      else throw this.#damaged();
    }
  }

  #damaged(): TwinError {
    return new TwinError("damaged", `${this.#name} is no readable ONNX model: it is cut off, or something else.`);
  }
}

/** Text of a field, cut where it is longer than anybody reads. */
export function textOf({ bytes }: WireField): string {
  return new TextDecoder().decode(bytes.subarray(0, MAX_TEXT_BYTES));
}

const MAX_TEXT_BYTES = 10_000;
