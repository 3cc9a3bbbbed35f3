/**
 * The last stretch of one variable in memory, for HistoryRead: a ring of plain numbers, because an hour of 200 variables
 * as DataValue objects would be hundreds of megabytes. Knows raw reads only.
 */
import { coerceStatusCode, DataType, DataValue, Variant, type IVariableHistorian, type ReadRawModifiedDetails } from "node-opcua";

/** OPC UA's "not specified" is a date far in the past (DateTime.MinValue). */
const UNSPECIFIED_BEFORE_MS = -10_000_000_000_000;

export class RingHistorian implements IVariableHistorian {
  readonly #tMs: Float64Array;
  readonly #value: Float64Array;
  readonly #status: Uint32Array;
  readonly #dataType: DataType;
  #next = 0;
  #count = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Keeps the newest `capacity` values of a numeric, boolean or multi-state variable. */
  constructor(capacity: number, dataType: DataType) {
    this.#tMs = new Float64Array(capacity);
    this.#value = new Float64Array(capacity);
    this.#status = new Uint32Array(capacity);
    this.#dataType = dataType;
  }

  /** Adds a value; one that is not newer than the last is left out, history stays in order. */
  add(tMs: number, value: number, status: number): void {
    if (tMs <= this.#lastMs) return;
    this.#lastMs = tMs;
    this.#tMs[this.#next] = tMs;
    this.#value[this.#next] = value;
    this.#status[this.#next] = status;
    this.#next = (this.#next + 1) % this.#tMs.length;
    this.#count = Math.min(this.#count + 1, this.#tMs.length);
  }

  async push(dataValue: DataValue): Promise<void> {
    const raw: unknown = dataValue.value.value;
    const tMs = dataValue.sourceTimestamp?.getTime();
    if (tMs !== undefined) this.add(tMs, typeof raw === "number" ? raw : raw === true ? 1 : raw === false ? 0 : Number.NaN, dataValue.statusCode.value);
  }

  extractDataValues(details: ReadRawModifiedDetails, most: number, isReversed: boolean, reverse: boolean, callback: (error: Error | null, values?: DataValue[]) => void): void {
    const fromMs = timeOf(details.startTime) ?? Number.NEGATIVE_INFINITY;
    const toMs = timeOf(details.endTime) ?? Number.POSITIVE_INFINITY;
    const values: DataValue[] = [];
    const length = this.#tMs.length;
    const limit = most === 0 ? Number.POSITIVE_INFINITY : most;
    for (let k = 0; k < this.#count && values.length < limit; k++) {
      const age = isReversed ? k + 1 : this.#count - k;
      const row = (this.#next - age + 2 * length) % length;
      const tMs = this.#tMs[row] ?? 0;
      if (tMs >= fromMs && tMs <= toMs) values.push(this.#dataValue(row, tMs));
    }
    callback(null, reverse ? values.reverse() : values);
  }

  #dataValue(row: number, tMs: number): DataValue {
    const number = this.#value[row] ?? Number.NaN;
    const value = this.#dataType === DataType.Boolean ? number === 1 : number;
    const known = number === number;
    return new DataValue({
      value: known ? new Variant({ dataType: this.#dataType, value }) : new Variant({ dataType: DataType.Null }),
      statusCode: coerceStatusCode(this.#status[row] ?? 0),
      sourceTimestamp: new Date(tMs),
      serverTimestamp: new Date(tMs),
    });
  }
}

function timeOf(date: Date | null | undefined): number | undefined {
  const tMs = date?.getTime();
  return tMs === undefined || tMs < UNSPECIFIED_BEFORE_MS ? undefined : tMs;
}
