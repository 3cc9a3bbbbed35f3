/** The law of the language, part by part: each says, of one case, that two machines agree, or throws what they differ in. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { expect } from "vitest";
import type { CalcProgram, RuleProgram } from "../../../shared/language/ir.ts";
import { interpret, interpretCalc, sqlDecides } from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { Arrival, Cut } from "./arbitraries.ts";
import { coldTransitions, inputsOf, queryRule, streamCalc, streamRule, warmTransitions } from "./machines.ts";

const END_US = 400;

/** The streaming evaluator gives the intervals of the reference interpreter, wherever batches are cut and it is restarted. */
export function rules(program: RuleProgram, arriving: readonly Arrival[], cut: readonly Cut[], over: Span): void {
  expect(streamRule(program, arriving, cut, over)).toEqual(interpret(program, inputsOf(arriving), over));
}

/** The streaming evaluator gives the values of the reference interpreter for calcs. */
export function calcs(program: CalcProgram, arriving: readonly Arrival[], cut: readonly Cut[]): void {
  const reference = interpretCalc(program, inputsOf(arriving), END_US);
  const firstUs = Math.min(...arriving.flatMap((arrival) => (arrival.kind === "sample" ? [arrival.tUs] : [])));
  const told = streamCalc(program, arriving, cut, { fromUs: 0, toUs: END_US }).filter(({ tUs }) => tUs <= END_US);
  const at = (tUs: number): number => told.findLast((value) => value.tUs <= tUs)?.value ?? NaN;
  for (let tUs = 0; tUs <= END_US; tUs++) {
    if (tUs < firstUs) continue;
    const piece = reference.startsUs.findLastIndex((startUs) => startUs <= tUs);
    const value = reference.values[piece] ?? NaN;
    if (!(at(tUs) === value || (Number.isNaN(at(tUs)) && Number.isNaN(value)))) expect({ tUs, value: at(tUs) }).toEqual({ tUs, value });
  }
}

/** A run that begins with what was held as far back as a program remembers, and with its alarm's state, gives the same from there on. */
export function warmStarts(program: RuleProgram, arriving: readonly Arrival[], { fromUs }: Span): void {
  expect(warmTransitions(program, arriving, fromUs)).toEqual(coldTransitions(program, arriving, fromUs));
}

/** The SQL backtest gives the intervals of the reference interpreter, for several assets in one query. */
export async function backtests(connection: DuckDBConnection, program: RuleProgram, assets: readonly (readonly Arrival[])[], over: Span, corrected: boolean): Promise<void> {
  expect(sqlDecides(program)).toBe(true);
  expect(await queryRule(connection, program, assets, over, corrected)).toEqual(assets.map((arriving) => interpret(program, inputsOf(arriving), over)));
}
