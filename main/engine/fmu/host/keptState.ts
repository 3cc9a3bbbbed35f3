/** What an FMU was in at the end of a span, as bytes: its own state, its clock there, and the parameters that it ran with. */

export interface KeptState {
  readonly clockS: number;
  /** When it wanted to be asked for events, by its clock; Infinity where it did not. */
  readonly nextEventS: number;
  readonly parameters: readonly number[];
  readonly bytes: Uint8Array;
}

/** Before the parameters in the head. */
const CLOCK = 0;
const NEXT_EVENT = 1;
const COUNT = 2;
const FIRST_PARAMETER = 3;

/** A head of doubles: the clock, the next event, how many parameters, the parameters. */
export function packState({ clockS, nextEventS, parameters, bytes }: KeptState): Uint8Array {
  const head = new Uint8Array(Float64Array.of(clockS, nextEventS, parameters.length, ...parameters).buffer);
  const packed = new Uint8Array(head.length + bytes.length);
  packed.set(head);
  packed.set(bytes, head.length);
  return packed;
}

export function unpackState(packed: Uint8Array | undefined): KeptState | undefined {
  if (!packed) return undefined;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const double = (at: number) => view.getFloat64(at * Float64Array.BYTES_PER_ELEMENT, new Uint8Array(Uint16Array.of(1).buffer)[0] === 1);
  const count = double(COUNT);
  return { clockS: double(CLOCK), nextEventS: double(NEXT_EVENT), parameters: Array.from({ length: count }, (_, at) => double(FIRST_PARAMETER + at)), bytes: packed.slice((FIRST_PARAMETER + count) * Float64Array.BYTES_PER_ELEMENT) };
}
