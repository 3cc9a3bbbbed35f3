/**
 * The append-only list of what was done, by whom and why. Each entry's hash covers the one before it, so that a change
 * shows against any later hash that was kept elsewhere; it proves nothing by itself.
 */
import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { big, type Plain, smallRows } from "./columns.ts";
import { integer } from "./sqlText.ts";
import type { AuditEntry, StoredAudit } from "./types.ts";

const COLUMNS = "seq, at_us, operator, action, reason, body, hash";

export class AuditTrail {
  readonly #connection: DuckDBConnection;
  #seq: number;
  #head: string;

  private constructor(connection: DuckDBConnection, seq: number, head: string) {
    this.#connection = connection;
    this.#seq = seq;
    this.#head = head;
  }

  static async open(connection: DuckDBConnection): Promise<AuditTrail> {
    const [last] = await smallRows(connection, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
    return new AuditTrail(connection, Number(last?.[0] ?? 0), String(last?.[1] ?? ""));
  }

  async append(entry: AuditEntry): Promise<StoredAudit> {
    const seq = ++this.#seq;
    const body = entry.body === undefined ? null : JSON.stringify(entry.body);
    const hash = chain(this.#head, [seq, entry.atUs, entry.operator, entry.action, entry.reason ?? null, body]);
    this.#head = hash;
    await this.#connection.run("INSERT INTO audit VALUES ($seq, $at, $operator, $action, $reason, $body, $hash)", {
      seq: big(seq), at: big(entry.atUs), operator: entry.operator, action: entry.action, reason: entry.reason ?? null, body, hash,
    });
    return { ...entry, seq, hash };
  }

  /** Newest first. */
  async list(limit: number, beforeSeq?: number): Promise<StoredAudit[]> {
    const before = beforeSeq === undefined ? "" : `WHERE seq < ${integer(beforeSeq)}`;
    const rows = await smallRows(this.#connection, `SELECT ${COLUMNS} FROM audit ${before} ORDER BY seq DESC LIMIT ${integer(limit)}`);
    return rows.map(([seq, at, operator, action, reason, body, hash]) => ({
      seq: Number(seq), atUs: Number(at), operator: String(operator), action: String(action), hash: String(hash),
      ...(typeof reason === "string" && { reason }),
      ...(typeof body === "string" && { body: JSON.parse(body) as unknown }),
    }));
  }

  /** The first entry whose hash does not follow from the one before, or undefined. */
  async verify(): Promise<number | undefined> {
    let head = "";
    const rows = await smallRows(this.#connection, `SELECT ${COLUMNS} FROM audit ORDER BY seq`);
    for (const [i, [seq, at, operator, action, reason, body, hash]] of rows.entries()) {
      head = chain(head, [seq ?? null, at ?? null, operator ?? null, action ?? null, reason ?? null, body ?? null]);
      if (Number(seq) !== i + 1 || head !== hash) return Number(seq);
    }
    return undefined;
  }
}

function chain(previous: string, fields: readonly Plain[]): string {
  return createHash("sha256").update(previous).update("\n").update(JSON.stringify(fields)).digest("hex");
}
