/** Refuses rules and calcs that would come to more operations, or hold more changes, than one may. */
import type { Asset } from "../model/project.ts";
import type { DefinedOnType } from "./definitions.ts";
import type { Slot } from "./ir.ts";
import type { Expr } from "./machines/expressions.ts";
import { MOST_OPERATIONS } from "./machines/inlineCalcs.ts";
import { keepsChanges, MOST_CHANGES } from "./machines/memory.ts";
import { type ChangeRates, largestWindow, operations } from "./programSize.ts";
import type { NotedWindow } from "./SignalEnvironment.ts";
import type { Named, Place } from "./syntax.ts";

export class ProgramLimits {
  readonly rates: ChangeRates;

  /** Definitions that have been refused: told once, for the first asset. */
  readonly #refused = new Set<object>();
  readonly #costs = new Map<Expr, { readonly operations: number; readonly holds: boolean }>();

  constructor(rates: ChangeRates) {
    this.rates = rates;
  }

  /** Whether a program on one asset is within bounds; told where it is not. */
  fits(defined: DefinedOnType<Place & { readonly name: Named }>, asset: Asset, exprs: readonly Expr[], slots: readonly Slot[], windows: readonly NotedWindow[]): boolean {
    if (this.#refused.has(defined)) return false;
    const costs = exprs.map((expr) => this.#cost(expr));
    const count = costs.reduce((sum, cost) => sum + cost.operations, 0);
    const holds = costs.some((cost) => cost.holds) || slots.some((slot) => this.rates.heldBehind(slot) > 0);
    if (count <= MOST_OPERATIONS && !holds) return true;
    const fine = this.#fits(defined, asset, exprs, slots, windows, count);
    if (!fine) this.#refused.add(defined);
    return fine;
  }

  /** Assets of one shape share their expressions, so that each is looked at once. */
  #cost(expr: Expr): { readonly operations: number; readonly holds: boolean } {
    const known = this.#costs.get(expr);
    if (known) return known;
    const count = operations(expr);
    const cost = { operations: count, holds: count <= MOST_OPERATIONS && keepsChanges(expr) };
    this.#costs.set(expr, cost);
    return cost;
  }

  #fits({ syntax, sink }: DefinedOnType<Place & { readonly name: Named }>, asset: Asset, exprs: readonly Expr[], slots: readonly Slot[], windows: readonly NotedWindow[], count: number): boolean {
    if (count > MOST_OPERATIONS) {
      sink.report(syntax.name, "too-large", `With its functions, members and states in place ${syntax.name.name} comes to more than ${MOST_OPERATIONS} operations on ${asset.name}. Give parts of it a name with calc.`);
      return false;
    }
    const held = this.rates.held(exprs, slots);
    if (held <= MOST_CHANGES) return true;
    const largest = largestWindow(windows, slots, this.rates);
    const most = MOST_CHANGES.toLocaleString("en-US");
    const changes = Math.round(held).toLocaleString("en-US");
    sink.report(largest?.window.place ?? syntax.name, "too-much-memory", `The windows of ${syntax.name.name} would hold about ${changes} changes on ${asset.name}, by the rates at which its signals are sampled (1 per second where none is given); ${most} is the most. Shorten the window, or sample more slowly.`);
    return false;
  }
}
