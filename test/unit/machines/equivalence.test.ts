/**
 * The law of the language: for the same samples, gaps and confirmations all three machines give the same intervals, to the
 * microsecond. `TWINBENCH_LAW_RUNS` raises the number of random cases.
 */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { interpret, interpretCalc, sqlDecides } from "../../../shared/language/machines/index.ts";
import { arrivals, calc, cuts, rule, span, sqlRule } from "./arbitraries.ts";
import { coldTransitions, inputsOf, queryRule, streamCalc, streamRule, warmTransitions } from "./machines.ts";

const factor = Number(process.env["TWINBENCH_LAW_RUNS"] ?? 1);

describe("one text, three machines, one answer", () => {
  let database: DuckDBInstance;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    database = await DuckDBInstance.create(":memory:", { threads: "1" });
    connection = await database.connect();
  });
  afterAll(() => {
    connection.closeSync();
    database.closeSync();
  });

  it("the streaming evaluator gives the intervals of the reference interpreter, wherever batches are cut and it is restarted", () => {
    fc.assert(
      fc.property(rule, arrivals, cuts, span, (program, arriving, cut, over) => {
        expect(streamRule(program, arriving, cut, over)).toEqual(interpret(program, inputsOf(arriving), over));
      }),
      { numRuns: 2000 * factor },
    );
  }, 600_000);

  it("the streaming evaluator gives the values of the reference interpreter for calcs", () => {
    fc.assert(
      fc.property(calc, arrivals, cuts, (program, arriving, cut) => {
        const reference = interpretCalc(program, inputsOf(arriving), 400);
        const firstUs = Math.min(...arriving.flatMap((arrival) => (arrival.kind === "sample" ? [arrival.tUs] : [])));
        const over = { fromUs: 0, toUs: 400 };
        const told = streamCalc(program, arriving, cut, over).filter(({ tUs }) => tUs <= 400);
        const at = (tUs: number): number => told.findLast((value) => value.tUs <= tUs)?.value ?? NaN;
        for (let tUs = 0; tUs <= 400; tUs++) {
          if (tUs < firstUs) continue;
          const piece = reference.startsUs.findLastIndex((startUs) => startUs <= tUs);
          const value = reference.values[piece] ?? NaN;
          if (!(at(tUs) === value || (Number.isNaN(at(tUs)) && Number.isNaN(value)))) expect({ tUs, value: at(tUs) }).toEqual({ tUs, value });
        }
      }),
      { numRuns: 500 * factor },
    );
  }, 600_000);

  it("a run that begins with what was held as far back as a program remembers, and with its alarm's state, gives the same from there on", () => {
    fc.assert(
      fc.property(rule, arrivals, span, (program, arriving, over) => {
        const atUs = over.fromUs;
        fc.pre(arriving.some((arrival) => arrival.kind === "sample" && arrival.tUs <= atUs));
        expect(warmTransitions(program, arriving, atUs)).toEqual(coldTransitions(program, arriving, atUs));
      }),
      { numRuns: 1000 * factor },
    );
  }, 600_000);

  it("the SQL backtest gives the intervals of the reference interpreter, for several assets in one query", async () => {
    await fc.assert(
      fc.asyncProperty(sqlRule, fc.array(arrivals, { minLength: 1, maxLength: 4 }), span, fc.boolean(), async (program, assets, over, corrected) => {
        expect(sqlDecides(program)).toBe(true);
        expect(await queryRule(connection, program, assets, over, corrected)).toEqual(assets.map((arriving) => interpret(program, inputsOf(arriving), over)));
      }),
      { numRuns: 100 * factor },
    );
  }, 600_000);
});
