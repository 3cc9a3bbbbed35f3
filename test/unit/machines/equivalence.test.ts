/**
 * The law of the language: for the same samples, gaps and confirmations all three machines give the same intervals, to the
 * microsecond. `TWINBENCH_LAW_RUNS` raises the number of random cases; what fails is shrunk and kept (`kept/`).
 */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CalcProgram, RuleProgram } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import { arrivals, calc, cuts, rule, span, sqlRule, type Arrival, type Cut } from "./arbitraries.ts";
import { holds, keptCases, type KeptCase } from "./keptCases.ts";
import { backtests, calcs, rules, warmStarts } from "./laws.ts";

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

  it("the streaming evaluator gives the intervals of the reference interpreter, wherever batches are cut and it is restarted", async () => {
    await holds("rules", fc.property(rule, arrivals, cuts, span, rules), 2000 * factor);
  }, 600_000);

  it("the streaming evaluator gives the values of the reference interpreter for calcs", async () => {
    await holds("calcs", fc.property(calc, arrivals, cuts, calcs), 500 * factor);
  }, 600_000);

  it("a run that begins with what was held as far back as a program remembers, and with its alarm's state, gives the same from there on", async () => {
    await holds("warmStarts", fc.property(rule, arrivals, span, (program, arriving, over) => {
      fc.pre(arriving.some((arrival) => arrival.kind === "sample" && arrival.tUs <= over.fromUs));
      warmStarts(program, arriving, over);
    }), 1000 * factor);
  }, 600_000);

  it("the SQL backtest gives the intervals of the reference interpreter, for several assets in one query", async () => {
    const assets = fc.array(arrivals, { minLength: 1, maxLength: 4 });
    await holds("backtests", fc.asyncProperty(sqlRule, assets, span, fc.boolean(), (program, arriving, over, corrected) => backtests(connection, program, arriving, over, corrected)), 100 * factor);
  }, 600_000);

  it.each(keptCases())("what once differed does so no more: $file", async (kept) => {
    await tryAgain(kept);
  });

  it("has kept what it ever got wrong", () => {
    expect(keptCases().length).toBeGreaterThan(0);
  });

  /** A kept case has the arguments that its law was given. */
  async function tryAgain({ law, arguments: given }: KeptCase): Promise<void> {
    if (law === "rules") rules(...(given as [RuleProgram, Arrival[], Cut[], Span]));
    else if (law === "calcs") calcs(...(given as [CalcProgram, Arrival[], Cut[]]));
    else if (law === "warmStarts") warmStarts(...(given as [RuleProgram, Arrival[], Span]));
    else await backtests(connection, ...(given as [RuleProgram, Arrival[][], Span, boolean]));
  }
});
