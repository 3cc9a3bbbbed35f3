/**
 * What was not received and what was confirmed: intervals over sets of series. A set is stored once and named by
 * number, because a source's gaps and confirmations are mostly about the same few thousand series. Gaps are few and
 * every window asks for them, so they are kept in memory as well; confirmations are read when somebody needs them.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { big, type Plain, smallRows } from "./columns.ts";
import type { ConfirmationSpan, GapSpan, NewGap } from "./ledgerTypes.ts";
import { integer, integerList, timeLiteral } from "./sqlText.ts";


export class Ledger {
  readonly #connection: DuckDBConnection;
  readonly #sets = new Map<string, number>();
  readonly #members = new Map<number, Int32Array>();
  readonly #gaps = new Map<number, GapSpan>();
  #lastGap = 0;
  #lastConfirmation = 0;
  /** The newest confirmation of each source and set. */
  readonly #running = new Map<string, { readonly id: number; readonly toUs: number }>();

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(connection: DuckDBConnection): Promise<Ledger> {
    const ledger = new Ledger(connection);
    for (const [id, series] of await smallRows(connection, "SELECT id, series FROM series_sets")) {
      const members = Int32Array.from(series as number[]); // INTEGER[] by schema
      ledger.#sets.set(members.join(), Number(id));
      ledger.#members.set(Number(id), members);
    }
    for (const row of await smallRows(connection, "SELECT id, source, from_us, to_us, reason, series_set FROM gaps ORDER BY id")) {
      const gap = ledger.#gap(row);
      ledger.#gaps.set(gap.id, gap);
      ledger.#lastGap = gap.id;
    }
    const [last] = await smallRows(connection, "SELECT coalesce(max(id), 0) FROM confirmations");
    ledger.#lastConfirmation = Number(last?.[0]);
    return ledger;
  }

  async addGap(gap: NewGap): Promise<number> {
    const set = await this.#setOf(gap.series);
    const id = ++this.#lastGap;
    await this.#connection.run("INSERT INTO gaps VALUES ($id, $source, $from, $to, $reason, $set)", {
      id, source: gap.source, from: big(gap.fromUs), to: gap.toUs === undefined ? null : big(gap.toUs), reason: gap.reason, set,
    });
    this.#gaps.set(id, { ...gap, id });
    return id;
  }

  async closeGap(id: number, toUs: number): Promise<void> {
    const gap = this.#gaps.get(id);
    if (!gap) return;
    const endUs = Math.max(gap.fromUs, toUs);
    await this.#connection.run("UPDATE gaps SET to_us = $to WHERE id = $id", { id, to: big(endUs) });
    this.#gaps.set(id, { ...gap, toUs: endUs });
  }

  /** Takes series out of a source's gaps that lie in the span: their samples were read later. A gap without series counts no more. */
  async fillGap(source: string, fromUs: number, toUs: number, series: Int32Array): Promise<void> {
    const filled = new Set(series);
    for (const gap of this.gaps(fromUs, toUs, [...filled])) {
      if (gap.source !== source || gap.fromUs < fromUs || (gap.toUs ?? Number.POSITIVE_INFINITY) > toUs) continue;
      const rest = gap.series.filter((member) => !filled.has(member));
      const set = await this.#setOf(rest);
      await this.#connection.run("UPDATE gaps SET series_set = $set WHERE id = $id", { id: gap.id, set });
      this.#gaps.set(gap.id, { ...gap, series: rest });
    }
  }

  /** Gaps that begin at or before the span's end and are open or end in or after it, by begin. */
  gaps(fromUs: number, toUs: number, series?: readonly number[]): GapSpan[] {
    const asked = series && new Set(series);
    return this.#sorted((gap) => gap.fromUs <= toUs && (gap.toUs ?? Number.POSITIVE_INFINITY) >= fromUs && (!asked || gap.series.some((member) => asked.has(member))));
  }

  /** Gaps that begin in [fromUs, toUs], by begin. */
  gapsBeginning(fromUs: number, toUs: number): GapSpan[] {
    return this.#sorted((gap) => gap.fromUs >= fromUs && gap.fromUs <= toUs);
  }

  /** Begins of the gaps of one series in [fromUs, toUs], ascending, each once. */
  gapStarts(series: number, fromUs: number, toUs: number): Float64Array {
    const starts = this.gapsBeginning(fromUs, toUs).filter((gap) => gap.series.includes(series)).map((gap) => gap.fromUs);
    return Float64Array.from(new Set(starts));
  }

  #sorted(wanted: (gap: GapSpan) => boolean): GapSpan[] {
    const found: GapSpan[] = [];
    for (const gap of this.#gaps.values()) if (gap.series.length > 0 && wanted(gap)) found.push(gap);
    return found.sort((a, b) => a.fromUs - b.fromUs || a.id - b.id);
  }

  async confirm(source: string, series: Int32Array, fromUs: number, toUs: number): Promise<void> {
    const set = await this.#setOf(series);
    const key = `${source}\n${set}`;
    const running = this.#running.get(key);
    if (running && fromUs <= running.toUs) {
      const until = Math.max(running.toUs, toUs);
      await this.#connection.run("UPDATE confirmations SET to_us = $to WHERE id = $id", { id: running.id, to: big(until) });
      this.#running.set(key, { id: running.id, toUs: until });
      return;
    }
    const id = ++this.#lastConfirmation;
    await this.#connection.run("INSERT INTO confirmations VALUES ($id, $source, $from, $to, $set)", { id, source, from: big(fromUs), to: big(toUs), set });
    this.#running.set(key, { id, toUs });
  }

  async confirmations(fromUs: number, toUs: number, series?: readonly number[]): Promise<ConfirmationSpan[]> {
    const rows = await smallRows(
      this.#connection,
      `SELECT id, source, from_us, to_us, series_set FROM confirmations WHERE from_us <= ${timeLiteral(toUs)} AND to_us >= ${timeLiteral(fromUs)}${this.#setFilter(series)} ORDER BY from_us, id`,
    );
    return rows.map(([id, source, from, to, set]) => ({
      id: Number(id), source: String(source), fromUs: Number(from), toUs: Number(to), series: this.#membersOf(Number(set)),
    }));
  }

  #gap([id, source, from, to, reason, set]: Plain[]): GapSpan {
    const ended = to === null || to === undefined ? {} : { toUs: Number(to) };
    return { id: Number(id), source: String(source), fromUs: Number(from), ...ended, reason: String(reason), series: this.#membersOf(Number(set)) };
  }

  #membersOf(set: number): Int32Array {
    return this.#members.get(set) ?? new Int32Array();
  }

  #setFilter(series: readonly number[] | undefined): string {
    if (!series) return "";
    const asked = new Set(series);
    const sets = [...this.#members].filter(([, members]) => members.some((member) => asked.has(member))).map(([id]) => id);
    return sets.length === 0 ? " AND false" : ` AND series_set IN (${integerList(sets)})`;
  }

  async #setOf(series: Int32Array): Promise<number> {
    const members = Int32Array.from(new Set(series)).sort();
    const key = members.join();
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const id = this.#members.size + 1;
    await this.#connection.run(`INSERT INTO series_sets VALUES (${integer(id)}, [${integerList(members)}]::INTEGER[])`);
    this.#sets.set(key, id);
    this.#members.set(id, members);
    return id;
  }
}
