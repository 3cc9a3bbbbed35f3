import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History, SqlColumns } from "../../../main/engine/history/index.ts";
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { batchOf, type Fixture, historyFolder, ramp, readAll, S, T0 } from "./historyFixture.ts";

let fixture: Fixture;
let history: History;
const everything = { fromUs: T0 - 1000 * S, toUs: T0 + 1_000_000 * S };

beforeEach(async () => {
  fixture = await historyFolder();
  history = await fixture.open();
});
afterEach(async () => {
  await history.close();
  await fixture.remove();
});

/** Changes the closed file with a DuckDB of the test's own. */
async function tamper(sql: string): Promise<void> {
  await history.close();
  const instance = await DuckDBInstance.create(join(fixture.folder, "history.duckdb"));
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

async function answers(chunks: AsyncIterable<SqlColumns>): Promise<(number | string | undefined)[][]> {
  const rows: (number | string | undefined)[][] = [];
  for await (const chunk of chunks) for (let i = 0; i < chunk.rows; i++) rows.push(chunk.columns.map((column) => column[i]));
  return rows;
}

describe("alarms", () => {
  const alarm: Alarm = { id: "1", rule: "R", kind: "rule", assetId: "p", severity: "high", message: "hot", state: "active-unacknowledged", sinceUs: T0 };

  const nothing = { alarms: [], events: [], withholdings: [], released: [] };

  it("keep what happened to them and to what withheld them while they stood, in order", async () => {
    const shelving: Withholding = { id: "s", kind: "shelved", assetId: "p", rule: "R", alarmKind: "rule", sinceUs: T0 + S, untilUs: T0 + 9 * S, by: "ada", reason: "noise" };
    const more: Partial<Alarm> = { latched: true, realarmAfterUs: 60 * S, withheld: ["out-of-service", "shelved"], silent: true };
    const raised: AlarmEvent = { what: "raised", atUs: T0, assetId: "p", rule: "R", alarmKind: "rule", alarm: "1", state: "active-unacknowledged" };
    const ended: AlarmEvent = { ...raised, what: "returned", atUs: T0 + 5 * S, state: "ended" };
    const shelved: AlarmEvent = { what: "shelved", atUs: T0 + S, assetId: "p", rule: "R", alarmKind: "rule", by: "ada", reason: "noise", untilUs: T0 + 9 * S };
    const outOfService: AlarmEvent = { what: "out-of-service", atUs: T0 + 2 * S, assetId: "p", by: "ada", reason: "pump is open" };
    const others: AlarmEvent[] = [{ ...outOfService, assetId: "q" }, { ...shelved, rule: "Q" }, { ...shelved, alarmKind: "cannot-decide" }, { ...shelved, atUs: T0 + 6 * S }];
    await history.recordAlarms({ alarms: [{ ...alarm, ...more }], events: [raised, shelved, outOfService, ...others], withholdings: [shelving], released: [] });
    await history.recordAlarms({ ...nothing, events: [ended] });
    expect(await history.openAlarms()).toEqual([{ ...alarm, ...more }]);
    expect(await history.alarmEvents("1")).toEqual([raised, shelved, outOfService, ended]);
    expect(await history.withholdings()).toEqual([shelving]);
    await history.recordAlarms({ ...nothing, withholdings: [{ ...shelving, reason: "more noise" }] });
    expect(await history.withholdings()).toEqual([{ ...shelving, reason: "more noise" }]);
    await history.recordAlarms({ ...nothing, released: ["s"] });
    expect(await history.withholdings()).toEqual([]);
  });

  it("of a history of the first format are read on, and get what they had not", async () => {
    await history.recordAlarms({ ...nothing, alarms: [alarm] });
    const added = ["latched", "realarm_us", "withheld", "silent"].map((column) => `ALTER TABLE alarms DROP COLUMN ${column};`).join(" ");
    await tamper(`${added} DROP TABLE alarm_events; DROP TABLE alarm_withholdings; UPDATE meta SET value = '1' WHERE key = 'version'`);
    history = await fixture.open();
    expect(await history.openAlarms()).toEqual([alarm]);
    expect(await history.withholdings()).toEqual([]);
    await history.recordAlarms({ ...nothing, alarms: [{ ...alarm, latched: true }] });
    expect(await history.openAlarms()).toEqual([{ ...alarm, latched: true }]);
  });

  it("are replaced by id and found by state and span", async () => {
    const ended: Alarm = { ...alarm, advise: "cool", state: "ended", clearedUs: T0 + 10 * S, acknowledged: { atUs: T0 + 5 * S, by: "ada", note: "seen" } };
    await history.recordAlarms({ ...nothing, alarms: [alarm, { ...alarm, id: "2", sinceUs: T0 + 20 * S }] });
    expect((await history.openAlarms()).map(({ id }) => id)).toEqual(["2", "1"]);
    await history.recordAlarms({ ...nothing, alarms: [ended] });
    expect(await history.openAlarms()).toEqual([{ ...alarm, id: "2", sinceUs: T0 + 20 * S }]);
    expect(await history.alarmsIn({ fromUs: T0 + 8 * S, toUs: T0 + 9 * S, limit: 10 })).toEqual([ended].map(({ advise, ...rest }) => rest.id === "1" ? { ...rest, advise } : rest));
    expect(await history.alarmsIn({ fromUs: T0 + 8 * S, toUs: T0 + 30 * S, limit: 1 })).toMatchObject([{ id: "2" }]);
    await history.recordAlarms({ ...nothing, alarms: [{ ...alarm, id: "3", rule: "it's 'Q'", sinceUs: T0 + 25 * S }] });
    expect(await history.alarmsIn({ fromUs: T0, toUs: T0 + 30 * S, limit: 1, rule: "R" })).toMatchObject([{ id: "2" }]);
    expect(await history.alarmsIn({ fromUs: T0, toUs: T0 + 30 * S, limit: 9, rule: "it's 'Q'" })).toMatchObject([{ id: "3" }]);
    expect(await history.alarmsIn({ fromUs: T0 + 11 * S, toUs: T0 + 12 * S, limit: 10 })).toEqual([]);
  });
});

describe("runs", () => {
  const run: Run = { id: "r1", name: "Run 1", kind: "simulation", state: "done", startedUs: T0, fromUs: T0, toUs: T0 + S, steps: 5, uses: ["M"], compared: [], signals: ["a"] };

  it("go with all their samples, and what was measured stays", async () => {
    const [measured = 0, simulated = 0] = await history.ensureSeries([{ signal: "a" }, { signal: "a", run: "r1" }]);
    await history.append(ramp(measured, 10));
    await history.append(ramp(simulated, 20));
    await history.maintain();
    await history.upsertRun(run);
    await history.upsertRun({ ...run, name: "Renamed" });
    expect((await history.runs()).map(({ name }) => name)).toEqual(["Renamed"]);
    await history.deleteRun("r1");
    expect(await history.runs()).toEqual([]);
    expect(history.idOf("a", "r1")).toBeUndefined();
    expect(await readAll(history.readSamples([measured, simulated], everything))).toHaveLength(10);
    await expect(history.deleteRun("measured")).rejects.toMatchObject({ code: "refused" });
    const [again] = await history.ensureSeries([{ signal: "a", run: "r1" }]);
    expect(again).toBeGreaterThan(simulated);
  });
});

describe("the audit trail", () => {
  it("chains every entry to the one before, and shows a change", async () => {
    await history.appendAudit({ atUs: T0, operator: "ada", action: "Rename P-101", reason: "typo", body: { id: "x" } });
    await history.appendAudit({ atUs: T0 + S, operator: "bob", action: "Delete P-102" });
    expect((await history.listAudit(10)).map(({ seq, action }) => [seq, action])).toEqual([[2, "Delete P-102"], [1, "Rename P-101"]]);
    expect(await history.verifyAudit()).toBeUndefined();
    await tamper("UPDATE audit SET operator = 'eve' WHERE seq = 1");
    history = await fixture.open();
    expect(await history.verifyAudit()).toBe(1);
  });
});

describe("questions in SQL", () => {
  it("see each stamp once, the last sample before the span, gaps and confirmations of the asked series", async () => {
    const [a = 0, b = 0] = await history.ensureSeries([{ signal: "a" }, { signal: "b" }]);
    await history.append(batchOf([{ series: a, tUs: T0 - S, value: 0 }, { series: a, tUs: T0, value: 1 }, { series: a, tUs: T0, value: 2 }, { series: b, tUs: T0, value: Number.NaN }]));
    await history.addGap({ source: "plant", fromUs: T0 + S, reason: "lost", series: Int32Array.of(a, b) });
    await history.confirm("plant", Int32Array.of(a), T0, T0 + S);
    const ask = (sql: string, series: number[]) => answers(history.query({ sql, series, fromUs: T0, toUs: T0 + 10 * S }));
    expect(await ask("SELECT series, t, value FROM samples ORDER BY series, t", [a, b])).toEqual([[a, T0 - S, 0], [a, T0, 2], [b, T0, Number.NaN]]);
    expect(await ask("SELECT series, from_us, to_us, reason FROM gap_spans", [b])).toEqual([[b, T0 + S, Number.NaN, "lost"]]);
    expect(await ask("SELECT series, from_us, to_us FROM confirmation_spans", [a, b])).toEqual([[a, T0, T0 + S]]);
  });

  it("bind parameters, and only read", async () => {
    const [a = 0] = await history.ensureSeries([{ signal: "a" }]);
    await history.append(ramp(a, 10));
    const question = { series: [a], fromUs: T0, toUs: T0 + 10 * S };
    expect(await answers(history.query({ ...question, sql: "SELECT count(*) FROM samples WHERE value >= $limit", params: { limit: 5 } }))).toEqual([[5]]);
    await expect(answers(history.query({ ...question, sql: "DELETE FROM series" }))).rejects.toMatchObject({ code: "refused" });
    await expect(answers(history.query({ ...question, sql: `SELECT * FROM read_csv('/etc/passwd')` }))).rejects.toThrow(/disabled|permission/i);
    await expect(answers(history.query({ ...question, sql: "SET enable_external_access = true" }))).rejects.toMatchObject({ code: "refused" });
  });

  it("are interrupted by an abort", async () => {
    const [a = 0] = await history.ensureSeries([{ signal: "a" }]);
    const controller = new AbortController();
    const long = answers(history.query({ sql: "SELECT sum(a.range * b.range) FROM range(1000000) a, range(100000) b", series: [a], fromUs: T0, toUs: T0 }, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 100);
    const beganMs = Date.now();
    await expect(long).rejects.toMatchObject({ code: "cancelled" });
    expect(Date.now() - beganMs).toBeLessThan(20_000); // it would take minutes
  });
});

describe("closing", () => {
  it("breaks off a question that would run for hours, and waits for what is being written", async () => {
    const [a = 0] = await history.ensureSeries([{ signal: "a" }]);
    const long = answers(history.query({ sql: "SELECT sum(a.range * b.range) FROM range(1000000) a, range(100000) b", series: [a], fromUs: T0, toUs: T0 }));
    const ended = expect(long).rejects.toMatchObject({ code: expect.stringMatching(/cancelled|closed/) });
    const written = history.append(ramp(a, 10));
    await history.close();
    await ended;
    await written;
    history = await fixture.open();
    expect(await readAll(history.readSamples([a], everything))).toHaveLength(10);
  });
});

describe("a history file", () => {
  it("of a newer format is refused with what to do", async () => {
    await tamper("UPDATE meta SET value = '99'");
    await expect(fixture.open()).rejects.toMatchObject({ code: "newer-format" });
    await tamper("UPDATE meta SET value = '2'");
    history = await fixture.open();
  });

  it("with a view, a foreign table other or computed columns is refused", async () => {
    for (const [make, undo] of [
      ["CREATE VIEW v AS SELECT 1", "DROP VIEW v"],
      ["CREATE TABLE strange (x INTEGER)", "DROP TABLE strange"],
      ["ALTER TABLE series ADD COLUMN x INTEGER", "ALTER TABLE series DROP COLUMN x"],
      ["CREATE MACRO f(x) AS x + 1", "DROP MACRO f"],
      ["CREATE TABLE samples_99 (series INTEGER, t BIGINT, received BIGINT, value DOUBLE GENERATED ALWAYS AS (random()), status UINTEGER, flags UTINYINT, text VARCHAR)", "DROP TABLE samples_99"],
      ["ALTER TABLE series ALTER run SET DEFAULT 'x'", "ALTER TABLE series ALTER run DROP DEFAULT"],
    ] as const) {
      await tamper(make);
      await expect(fixture.open()).rejects.toMatchObject({ code: "damaged" });
      await tamper(undo);
    }
    history = await fixture.open();
  });
});
