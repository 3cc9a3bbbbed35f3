/** What an FMU was in at the end of a span, as bytes: its own state, its clock there, and the parameters that it ran with. */

export interface KeptState {
  readonly clockS: number;
  readonly parameters: readonly number[];
  readonly bytes: Uint8Array;
}

/** A head of doubles: the clock, how many parameters, the parameters. */
export function packState({ clockS, parameters, bytes }: KeptState): Uint8Array {
  const head = new Uint8Array(Float64Array.of(clockS, parameters.length, ...parameters).buffer);
  const packed = new Uint8Array(head.length + bytes.length);
  packed.set(head);
  packed.set(bytes, head.length);
  return packed;
}

export function unpackState(packed: Uint8Array | undefined): KeptState | undefined {
  if (!packed) return undefined;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const double = (at: number) => view.getFloat64(at * Float64Array.BYTES_PER_ELEMENT, new Uint8Array(Uint16Array.of(1).buffer)[0] === 1);
  const count = double(1);
  return { clockS: double(0), parameters: Array.from({ length: count }, (_, at) => double(2 + at)), bytes: packed.slice((2 + count) * Float64Array.BYTES_PER_ELEMENT) };
}
