/** The instants at which a use's outputs are kept: the span's ends, a regular grid, and every sample it is compared with. */

export interface KeptSpan {
  readonly fromUs: number;
  readonly toUs: number;
  /** The grid lies on multiples of it. */
  readonly stepUs: number;
}

/** In order and each once. Samples outside of the span are left out; `sampledUs` are each in order. */
export function keptInstants({ fromUs, toUs, stepUs }: KeptSpan, sampledUs: readonly Float64Array[]): Float64Array {
  const most = 2 + Math.ceil((toUs - fromUs) / stepUs) + sampledUs.reduce((sum, times) => sum + times.length, 0);
  const instants = new Float64Array(most);
  const positions = new Int32Array(sampledUs.length);
  // Adding 0 makes −0 a 0.
  let gridUs = Math.ceil(fromUs / stepUs) * stepUs + 0;
  let count = 0;
  for (let tUs = fromUs; ; count++) {
    instants[count] = tUs;
    if (tUs >= toUs) return instants.subarray(0, count + 1);
    if (gridUs <= tUs) gridUs += stepUs;
    let nextUs = Math.min(gridUs, toUs);
    for (let i = 0; i < sampledUs.length; i++) {
      const times = sampledUs[i] as Float64Array;
      let position = positions[i] as number;
      while (position < times.length && (times[position] as number) <= tUs) position++;
      positions[i] = position;
      if (position < times.length && (times[position] as number) < nextUs) nextUs = times[position] as number;
    }
    tUs = nextUs;
  }
}
