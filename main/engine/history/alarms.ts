/** Alarms as rows. What their states mean is the rules' business. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { big, type Plain, smallRows } from "./columns.ts";
import { integer, timeLiteral } from "./sqlText.ts";

const ALARM_COLUMNS = "id, rule, kind, asset, severity, message, advise, state, since_us, cleared_us, acknowledged_us, acknowledged_by, note";

function orNull(tUs: number | undefined): bigint | null {
  return tUs === undefined ? null : big(tUs);
}

/** Replaces rows by id, all or none. */
export async function upsertAlarms(connection: DuckDBConnection, alarms: readonly Alarm[]): Promise<void> {
  await connection.run("BEGIN");
  try {
    for (const alarm of alarms) {
      const updated = await connection.run(
        "UPDATE alarms SET severity = $severity, message = $message, advise = $advise, state = $state, since_us = $since, cleared_us = $cleared, " +
          "acknowledged_us = $at, acknowledged_by = $by, note = $note WHERE id = $id",
        changing(alarm),
      );
      if (updated.rowsChanged > 0) continue;
      await connection.run(
        `INSERT INTO alarms (${ALARM_COLUMNS}) VALUES ($id, $rule, $kind, $asset, $severity, $message, $advise, $state, $since, $cleared, $at, $by, $note)`,
        { ...changing(alarm), rule: alarm.rule, kind: alarm.kind, asset: alarm.assetId },
      );
    }
    await connection.run("COMMIT");
  } catch (error) {
    await connection.run("ROLLBACK");
    throw error;
  }
}

function changing(alarm: Alarm): Record<string, string | bigint | null> {
  return {
    id: alarm.id, severity: alarm.severity, message: alarm.message, advise: alarm.advise ?? null, state: alarm.state,
    since: big(alarm.sinceUs), cleared: orNull(alarm.clearedUs), at: orNull(alarm.acknowledged?.atUs), by: alarm.acknowledged?.by ?? null, note: alarm.acknowledged?.note ?? null,
  };
}

/** Alarms that have not ended, newest first. */
export async function openAlarms(connection: DuckDBConnection): Promise<Alarm[]> {
  return (await smallRows(connection, `SELECT ${ALARM_COLUMNS} FROM alarms WHERE state <> 'ended' ORDER BY since_us DESC, id`)).map(toAlarm);
}

/** Alarms active at some point of the span, newest first. */
export async function alarmsIn(connection: DuckDBConnection, fromUs: number, toUs: number, limit: number): Promise<Alarm[]> {
  const sql = `SELECT ${ALARM_COLUMNS} FROM alarms WHERE since_us <= ${timeLiteral(toUs)} AND coalesce(cleared_us >= ${timeLiteral(fromUs)}, true) ORDER BY since_us DESC, id LIMIT ${integer(limit)}`;
  return (await smallRows(connection, sql)).map(toAlarm);
}

function toAlarm([id, rule, kind, asset, severity, message, advise, state, since, cleared, at, by, note]: Plain[]): Alarm {
  return {
    id: String(id), rule: String(rule), assetId: String(asset), message: String(message), sinceUs: Number(since),
    kind: kind as Alarm["kind"], severity: severity as Alarm["severity"], state: state as Alarm["state"], // written by upsertAlarms from these types
    ...(typeof advise === "string" && { advise }),
    ...(typeof cleared === "number" && { clearedUs: cleared }),
    ...(typeof at === "number" && { acknowledged: { atUs: at, by: String(by), ...(typeof note === "string" && { note }) } }),
  };
}
