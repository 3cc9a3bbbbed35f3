/** Alarms, their events and what withholds them as rows. What their states mean is the alarm module's business. */
import { type DuckDBAppender, type DuckDBConnection, listValue } from "@duckdb/node-api";
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { big, type Plain, smallRows } from "./columns.ts";
import { integer, timeLiteral } from "./sqlText.ts";
import type { AlarmRecords, AlarmsQuestion } from "./types.ts";

/** In the order of the table. */
const ALARM_COLUMNS = "id, rule, kind, asset, severity, message, advise, state, since_us, cleared_us, acknowledged_us, acknowledged_by, note, latched, realarm_us, withheld, silent";
const EVENT_COLUMNS = "what, at_us, asset, rule, kind, alarm, state, by_whom, reason, until_us";
const WITHHOLDING_COLUMNS = "id, kind, asset, rule, alarm_kind, since_us, until_us, by_whom, reason";

/** More events of one alarm than anyone reads. */
const MOST_EVENTS = 10_000;

type Cell = string | boolean | bigint | undefined;

/** All or none. Written as whole rows: in a flood of alarms a statement for each would hold up everything else. */
export async function recordAlarms(connection: DuckDBConnection, { alarms, events, withholdings, released }: AlarmRecords): Promise<void> {
  await connection.run("BEGIN");
  try {
    await replace(connection, "alarms", alarms.map(({ id }) => id), alarms.map(alarmCells));
    await append(connection, "alarm_events", events.map(eventCells));
    await replace(connection, "alarm_withholdings", [...withholdings.map(({ id }) => id), ...released], withholdings.map(withholdingCells));
    await connection.run("COMMIT");
  } catch (error) {
    await connection.run("ROLLBACK");
    throw error;
  }
}

async function replace(connection: DuckDBConnection, table: string, ids: readonly string[], rows: readonly (readonly Cell[])[]): Promise<void> {
  if (ids.length > 0) await connection.run(`DELETE FROM ${table} WHERE id IN (SELECT unnest($ids))`, { ids: listValue([...ids]) });
  await append(connection, table, rows);
}

async function append(connection: DuckDBConnection, table: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  try {
    for (const row of rows) {
      for (const cell of row) appendCell(appender, cell);
      appender.endRow();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function appendCell(appender: DuckDBAppender, cell: Cell): void {
  if (cell === undefined) appender.appendNull();
  else if (typeof cell === "string") appender.appendVarchar(cell);
  else if (typeof cell === "boolean") appender.appendBoolean(cell);
  else appender.appendBigInt(cell);
}

function time(tUs: number | undefined): bigint | undefined {
  return tUs === undefined ? undefined : big(tUs);
}

function alarmCells(alarm: Alarm): Cell[] {
  const { acknowledged, withheld } = alarm;
  return [
    alarm.id, alarm.rule, alarm.kind, alarm.assetId, alarm.severity, alarm.message, alarm.advise, alarm.state, time(alarm.sinceUs), time(alarm.clearedUs),
    time(acknowledged?.atUs), acknowledged?.by, acknowledged?.note, alarm.latched, time(alarm.realarmAfterUs), withheld?.join(" "), alarm.silent,
  ];
}

function eventCells(event: AlarmEvent): Cell[] {
  return [event.what, time(event.atUs), event.assetId, event.rule, event.alarmKind, event.alarm, event.state, event.by, event.reason, time(event.untilUs)];
}

function withholdingCells(one: Withholding): Cell[] {
  return [one.id, one.kind, one.assetId, one.rule, one.alarmKind, time(one.sinceUs), time(one.untilUs), one.by, one.reason];
}

/** Alarms that have not ended, newest first. */
export async function openAlarms(connection: DuckDBConnection): Promise<Alarm[]> {
  return (await smallRows(connection, `SELECT ${ALARM_COLUMNS} FROM alarms WHERE state <> 'ended' ORDER BY since_us DESC, id`)).map(toAlarm);
}

/** Alarms active at some point of the span, of all rules or one, newest first. */
export async function alarmsIn(connection: DuckDBConnection, { fromUs, toUs, limit, rule }: AlarmsQuestion): Promise<Alarm[]> {
  const sql = `SELECT ${ALARM_COLUMNS} FROM alarms WHERE since_us <= ${timeLiteral(toUs)} AND coalesce(cleared_us >= ${timeLiteral(fromUs)}, true)${rule === undefined ? "" : " AND rule = $rule"} ORDER BY since_us DESC, id LIMIT ${integer(limit)}`;
  return (await smallRows(connection, sql, rule === undefined ? undefined : { rule })).map(toAlarm);
}

/** What happened to an alarm, and to what withheld it while it stood; oldest first. */
export async function alarmEvents(connection: DuckDBConnection, alarm: string): Promise<AlarmEvent[]> {
  const sql =
    `SELECT e.${EVENT_COLUMNS.replaceAll(", ", ", e.")} FROM alarm_events e JOIN alarms a ON a.id = $alarm WHERE e.alarm = a.id OR (e.alarm IS NULL AND e.asset = a.asset ` +
    "AND coalesce(e.rule = a.rule, true) AND coalesce(e.kind = a.kind, true) AND e.at_us >= a.since_us " +
    "AND e.at_us <= coalesce((SELECT max(x.at_us) FROM alarm_events x WHERE x.alarm = a.id AND x.state = 'ended'), e.at_us)) " +
    `ORDER BY e.at_us, e.rowid LIMIT ${MOST_EVENTS}`;
  return (await smallRows(connection, sql, { alarm })).map(toEvent);
}

export async function withholdings(connection: DuckDBConnection): Promise<Withholding[]> {
  return (await smallRows(connection, `SELECT ${WITHHOLDING_COLUMNS} FROM alarm_withholdings ORDER BY since_us, id`)).map(toWithholding);
}

// Words from these tables were written by this file from the types they are read back as.

function toAlarm([id, rule, kind, asset, severity, message, advise, state, since, cleared, at, by, note, latched, realarm, withheld, silent]: Plain[]): Alarm {
  return {
    id: String(id), rule: String(rule), assetId: String(asset), message: String(message), sinceUs: Number(since),
    kind: kind as Alarm["kind"], severity: severity as Alarm["severity"], state: state as Alarm["state"],
    ...(typeof advise === "string" && { advise }),
    ...(typeof cleared === "number" && { clearedUs: cleared }),
    ...(typeof at === "number" && { acknowledged: { atUs: at, by: String(by), ...(typeof note === "string" && { note }) } }),
    ...(latched === true && { latched }),
    ...(typeof realarm === "number" && { realarmAfterUs: realarm }),
    ...(typeof withheld === "string" && { withheld: withheld.split(" ") as NonNullable<Alarm["withheld"]> }),
    ...(silent === true && { silent }),
  };
}

function toEvent([what, at, asset, rule, kind, alarm, state, by, reason, until]: Plain[]): AlarmEvent {
  return {
    what: what as AlarmEvent["what"], atUs: Number(at), assetId: String(asset),
    ...(typeof rule === "string" && { rule }),
    ...(typeof kind === "string" && { alarmKind: kind as Alarm["kind"] }),
    ...(typeof alarm === "string" && { alarm }),
    ...(typeof state === "string" && { state: state as Alarm["state"] }),
    ...(typeof by === "string" && { by }),
    ...(typeof reason === "string" && { reason }),
    ...(typeof until === "number" && { untilUs: until }),
  };
}

function toWithholding([id, kind, asset, rule, alarmKind, since, until, by, reason]: Plain[]): Withholding {
  return {
    id: String(id), kind: kind as Withholding["kind"], assetId: String(asset), sinceUs: Number(since),
    ...(typeof rule === "string" && { rule }),
    ...(typeof alarmKind === "string" && { alarmKind: alarmKind as Alarm["kind"] }),
    ...(typeof until === "number" && { untilUs: until }),
    ...(typeof by === "string" && { by }),
    ...(typeof reason === "string" && { reason }),
  };
}
