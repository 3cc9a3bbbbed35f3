/** The search as a whole: first points, the best within all limits, what each limit costs, how sharply the best is determined. Pure but for `solve`. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { USUAL_EVALUATIONS, type ConstraintFound, type OptimisationEvent, type OptimisationFound, type OptimiseRequest, type RecommendedValue } from "../../../shared/contract/optimisation.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { JobContext } from "../jobs/index.ts";
import { sobolPoints } from "../points/index.ts";
import type { RowResult } from "../studies/index.ts";
import { FoundCurve } from "./FoundCurve.ts";
import type { Goals } from "./goals.ts";
import { presentAmount } from "./presentAmount.ts";
import { Ranking, scalesOf, type Evaluated } from "./ranking.ts";
import { populationOf, search } from "./search.ts";
import { shadowPrices } from "./shadowPrices.ts";

type Variable = RecommendedValue["variable"];

/** A request with all that it leaves open. */
export interface OptimiseQuestion extends Omit<OptimiseRequest, "variables" | "seed"> {
  readonly variables: readonly Variable[];
  readonly seed: number;
}

export interface OptimiseParts {
  readonly goals: Goals;
  readonly uses: readonly UseProgram[];
  readonly solve: (rows: readonly (readonly number[])[]) => Promise<RowResult[]>;
  readonly tell: (event: OptimisationEvent) => void;
  readonly progress: JobContext["progress"];
}

/** A search without one of the limits begins from all that is known, so it needs less. */
const WITHOUT_SHARE = 0.25;
/** Room less than this share of how much a figure varies is none. */
const BINDING_SHARE = 5e-3;
/** A gain less than this share of the objective's spread is none. */
const GAIN_SHARE = 1e-3;
/** The objective is as good within this share of its spread. */
const ALIKE_SHARE = 0.01;
/** Distances from the best at which it is looked how good the objective still is, in shares of the range. */
const PROBES = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8] as const;
/** About the cube root of the solver's tolerance: what central differences are most exact with. */
const SLOPE_STEP = 0.01;
const BOUND_ROUNDING = 1e-6;

export async function optimise(request: OptimiseQuestion, parts: OptimiseParts): Promise<OptimisationFound> {
  const { variables, seed, constraints, evaluations: budget = USUAL_EVALUATIONS } = request;
  const { goals, tell, progress } = parts;
  const bounds = variables.map(({ name, range }) => {
    if (range.kind !== "even") throw new TwinError("bad-input", `${name} needs bounds to be searched between.`);
    return range;
  });
  const amountsOf = (point: readonly number[]): number[] => point.map((x, i) => amountAt(bounds[i] ?? { low: 0, high: 1 }, x));
  const planned = budget * (1 + constraints.length * WITHOUT_SHARE) + 2 * variables.length * PROBES.length;
  let solved = 0;
  const evaluate = async (points: readonly (readonly number[])[]): Promise<Evaluated[]> => {
    const rows = await parts.solve(points.map(amountsOf));
    solved += points.length;
    progress({ share: Math.min(1, solved / planned), text: `Solved ${solved.toLocaleString("en")} times` });
    return rows.map((row, i) => goals.evaluated(points[i] ?? [], row));
  };

  const present = variables.map((variable) => presentAmount(variable, parts.uses));
  const [now] = await parts.solve([variables.map(() => Number.NaN)]);
  const here = present.map((amount, i) => share(bounds[i] ?? { low: 0, high: 1 }, amount ?? Number.NaN));
  const begin = sobolPoints(Math.min(budget, 2 * populationOf(variables.length)), variables.length, seed).map((point) => [...point]);
  const first = await evaluate(here.every((x) => x >= 0 && x <= 1) ? [here, ...begin.slice(1)] : begin);
  if (first.every(({ objective }) => Number.isNaN(objective))) throw new TwinError("diverged", "The models have no finite solution with any of the first values tried. Check their equations, and narrow the ranges.");
  const scales = scalesOf(first, constraints.length);
  const ranking = new Ranking(scales);
  const known = [...first];
  const curve = new FoundCurve(ranking, goals, (best) => tell({ ...best, amounts: amountsOf(best.point) }));
  curve.add(first);
  const { best, settled } = await search(first, {
    ranking, seed, budget: budget - first.length,
    evaluate: async (points) => {
      const found = await evaluate(points);
      known.push(...found);
      curve.add(found);
      return found;
    },
  });
  const searched = solved;
  const feasible = ranking.isFeasible(best);
  const objectives = first.flatMap(({ objective }) => (Number.isFinite(objective) ? [objective] : []));
  const spread = Math.max(...objectives) - Math.min(...objectives);

  const gains: (number | undefined)[] = [];
  for (const index of constraints.keys()) {
    if (!feasible) {
      gains.push(undefined);
      continue;
    }
    const without = new Ranking(scales, index);
    const found = await search(known, { ranking: without, seed: seed + 1 + index, budget: Math.round(budget * WITHOUT_SHARE), evaluate });
    gains.push(Math.max(0, best.objective - found.best.objective));
  }
  const isBinding = (index: number): boolean => feasible && -(best.excess[index] ?? 0) <= slackOf(request, scales, index) && (gains[index] ?? 0) > GAIN_SHARE * spread;
  const binding = [...constraints.keys()].filter(isBinding);
  const prices = await pricesOf(best, binding.filter((index) => constraints[index]?.kind === "figure"), evaluate);
  const values = await valuesOf(best, variables, bounds, present, { ranking, evaluate, within: ALIKE_SHARE * spread });
  const [row] = await parts.solve([amountsOf(best.point)]);
  const found = goals.goals.map((goal, index): ConstraintFound => {
    const value = row ? goal.valueOf(row) : Number.NaN;
    const before = now?.isSolved ? goal.valueOf(now) : Number.NaN;
    const [costs, price] = [gains[index], prices.get(index)];
    return { constraint: goal.constraint, unit: goal.unit, value, limit: goal.limit, slack: 0 - goal.excessOf(value), binding: isBinding(index), ...(Number.isFinite(before) && { present: before }), ...(costs !== undefined && { costs }), ...(price !== undefined && { price }) };
  });
  const presentObjective = now?.isSolved ? goals.objectiveOf(now) : Number.NaN;
  const offs = best.excess.map((over, i) => over / (scales[i] ?? 1));
  return {
    values, constraints: found, best: goals.shown(best.objective), unit: goals.unit, feasible, searched, solved, settled, curve: curve.points,
    ...(Number.isFinite(presentObjective) && { present: presentObjective }), ...(!feasible && offs.length > 0 && { furthestOff: offs.indexOf(Math.max(...offs)) }),
  };
}

/** A rule has no room to measure: whether it binds shows in what it costs. */
function slackOf({ constraints }: OptimiseQuestion, scales: readonly number[], index: number): number {
  return constraints[index]?.kind === "rule" ? Infinity : BINDING_SHARE * (scales[index] ?? 1);
}

async function pricesOf(best: Evaluated, binding: readonly number[], evaluate: (points: readonly (readonly number[])[]) => Promise<Evaluated[]>): Promise<ReadonlyMap<number, number>> {
  const free = best.point.flatMap((x, i) => (x > BOUND_ROUNDING && x < 1 - BOUND_ROUNDING ? [i] : []));
  if (binding.length === 0 || free.length === 0) return new Map();
  const ends = free.map((i) => [Math.max(0, (best.point[i] ?? 0) - SLOPE_STEP), Math.min(1, (best.point[i] ?? 0) + SLOPE_STEP)] as const);
  const found = await evaluate(free.flatMap((i, k) => (ends[k] ?? []).map((end) => best.point.map((x, j) => (j === i ? end : x)))));
  const at = (k: number, of: (one: Evaluated) => number): number => (found[k] ? of(found[k]) : Number.NaN);
  const slope = (of: (one: Evaluated) => number): number[] => ends.map(([low, high], k) => (at(2 * k + 1, of) - at(2 * k, of)) / (high - low));
  const prices = shadowPrices(slope(({ objective }) => objective), binding.map((index) => slope(({ excess }) => excess[index] ?? Number.NaN)));
  return new Map((prices ?? []).flatMap((price, k): [number, number][] => (Number.isFinite(price) ? [[binding[k] ?? -1, price]] : [])));
}

interface AlikeParts {
  readonly ranking: Ranking;
  readonly evaluate: (points: readonly (readonly number[])[]) => Promise<Evaluated[]>;
  readonly within: number;
}

/** Each variable with how far it may move by itself without loss. */
async function valuesOf(best: Evaluated, variables: readonly Variable[], bounds: readonly Bounds[], present: readonly (number | undefined)[], { ranking, evaluate, within }: AlikeParts): Promise<RecommendedValue[]> {
  const tried = variables.flatMap((_, i) => [-1, 1].flatMap((side) => PROBES.map((distance) => ({ i, side, x: Math.min(1, Math.max(0, (best.point[i] ?? 0) + side * distance)) }))));
  const found = await evaluate(tried.map(({ i, x }) => best.point.map((own, j) => (j === i ? x : own))));
  const off = ranking.off(best);
  return variables.map((variable, i): RecommendedValue => {
    const range = bounds[i] ?? { low: 0, high: 1 };
    const x = best.point[i] ?? 0;
    const reach = (side: number): number => {
      let furthest = x;
      for (const [k, probe] of tried.entries()) {
        if (probe.i !== i || probe.side !== side) continue;
        const there = found[k];
        if (!there || ranking.off(there) > off || there.objective > best.objective + within) break;
        furthest = probe.x;
      }
      return furthest;
    };
    const now = present[i];
    const atBound = x <= BOUND_ROUNDING ? "low" : x >= 1 - BOUND_ROUNDING ? "high" : undefined;
    return { variable, amount: amountAt(range, x), alike: [amountAt(range, reach(-1)), amountAt(range, reach(1))], ...(now !== undefined && { present: now }), ...(atBound && { atBound }) };
  });
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Exact at both ends. */
function amountAt({ low, high }: Bounds, x: number): number {
  return x >= 1 ? high : low + (high - low) * x;
}

function share({ low, high }: Bounds, amount: number): number {
  return (amount - low) / (high - low);
}
