/** Which amounts the rows of a study take: a whole grid, each by itself at its two ends, points drawn evenly, or those that indices of sensitivity are made of. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { MAX_SENSITIVITY_VARIABLES, MAX_STUDY_ROWS, type StudyRequest, type StudyVariable } from "../../../shared/contract/studies.ts";
import { normalQuantile } from "../../../shared/math/normal.ts";
import { latinHypercube, sobolPoints } from "../points/index.ts";

const USUAL_STEPS = 5;
const USUAL_SAMPLES = 256;
export const USUAL_SEED = 1;

/** Rows of amounts, in the order of the variables; NaN leaves one as it is now. Throws `bad-input` for a range without room, `limit` for too many rows. */
export function designRows({ kind, variables, samples = USUAL_SAMPLES, sampling = "sobol", seed = USUAL_SEED }: Pick<StudyRequest, "kind" | "variables" | "samples" | "sampling" | "seed">): number[][] {
  for (const { name, range } of variables) if (range.kind === "even" && !(range.low < range.high)) throw new TwinError("bad-input", `The range of ${name} has no room: ${range.low} .. ${range.high}.`);
  if (kind === "sweep") return gridRows(variables);
  if (kind === "one-at-a-time") return endRows(variables);
  if (kind === "sensitivity") return pickFreezeRows(variables, samples, seed);
  refuseMoreThan(samples);
  const points = sampling === "sobol" ? sobolPoints(samples, variables.length, seed) : latinHypercube(samples, variables.length, seed);
  return points.map((point) => drawn(variables, point));
}

/** First all as they are, then for each variable its lower and its upper end, the others as they are. */
function endRows(variables: readonly StudyVariable[]): number[][] {
  const asItIs = variables.map(() => Number.NaN);
  const ends = variables.map(({ range }) => (range.kind === "even" ? [range.low, range.high] : [range.mean - range.deviation, range.mean + range.deviation]));
  return [asItIs, ...ends.flatMap((pair, place) => pair.map((end) => asItIs.with(place, end)))];
}

/** All combinations; the last variable moves fastest. */
function gridRows(variables: readonly StudyVariable[]): number[][] {
  const axes = variables.map(({ name, range }) => {
    if (range.kind !== "even") throw new TwinError("bad-input", `A sweep goes over ${name} from an end to another; a normal range has none.`);
    const { low, high, steps = USUAL_STEPS } = range;
    return Array.from({ length: steps }, (_, i) => (i === steps - 1 ? high : low + ((high - low) * i) / (steps - 1)));
  });
  refuseMoreThan(axes.reduce((product, axis) => product * axis.length, 1));
  return axes.reduce<number[][]>((rows, axis) => rows.flatMap((row) => axis.map((amount) => [...row, amount])), [[]]);
}

/**
 * Two independent sets of points A and B, and for each variable A with that variable's column of B: what first-order and total
 * indices are estimated from (Saltelli and others, Comp. Phys. Comm. 181 (2010) 259). In this order, each `samples` long.
 */
function pickFreezeRows(variables: readonly StudyVariable[], samples: number, seed: number): number[][] {
  const count = variables.length;
  if (count > MAX_SENSITIVITY_VARIABLES) throw new TwinError("bad-input", `A sensitivity is worked out for ${MAX_SENSITIVITY_VARIABLES} variables at most.`);
  refuseMoreThan(samples * (count + 2));
  const points = sobolPoints(samples, 2 * count, seed);
  const a = points.map((point) => point.slice(0, count));
  const b = points.map((point) => point.slice(count));
  const mixed = variables.flatMap((_, variable) => a.map((point, row) => point.map((share, i) => (i === variable ? (b[row]?.[i] ?? share) : share))));
  return [...a, ...b, ...mixed].map((point) => drawn(variables, point));
}

function drawn(variables: readonly StudyVariable[], point: Float64Array): number[] {
  return variables.map(({ range }, i) => {
    const share = point[i] ?? 0;
    return range.kind === "even" ? range.low + (range.high - range.low) * share : range.mean + range.deviation * normalQuantile(share);
  });
}

function refuseMoreThan(rows: number): void {
  if (rows > MAX_STUDY_ROWS) throw new TwinError("limit", `This study would solve the model ${rows.toLocaleString("en")} times; ${MAX_STUDY_ROWS.toLocaleString("en")} are the most. Take fewer steps, samples or variables.`);
}
