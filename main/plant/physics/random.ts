/**
 * Seeded noise for the plant: the same seed gives the same plant, bit for bit, on every machine. Every consumer takes a
 * stream of its own, so that reading one more signal never changes what the physics does.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const UINT32 = 4294967296;
/** Four bytes added: mean 510, variance 4·(256² − 1)/12 (Irwin–Hall). */
const BYTES_MEAN = 510;
const BYTES_DEVIATION = Math.sqrt((4 * (256 * 256 - 1)) / 12);

export class NoiseStream {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  /** Streams of one seed with different numbers are independent of each other. */
  constructor(seed: number, stream: number) {
    this.#generator = xoroshiro128plus((Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0);
    for (let warmUp = 0; warmUp < 16; warmUp++) this.#generator.next();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return (this.#generator.next() >>> 0) / UINT32;
  }

  /**
   * Close to a normal deviate: mean 0, standard deviation 1, never beyond ±3.46. One draw and integer arithmetic only,
   * because a week of past takes millions of them and no transcendental function may differ between machines.
   */
  normal(): number {
    const bits = this.#generator.next() >>> 0;
    return ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - BYTES_MEAN) / BYTES_DEVIATION;
  }
}
