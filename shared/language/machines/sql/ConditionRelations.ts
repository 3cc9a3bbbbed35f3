/** Lays a program's conditions out as relations: one per signal, per timed part and per joining of several. */
import type { Slot, TruthExpr } from "../../ir.ts";
import { isTimed, partsOf, slotsOf, type Expr } from "../expressions.ts";
import { ExpressionSql } from "./expressionSql.ts";
import { BEGINNING, changes, heldFor, latched, negated, recentlyTurned, sideBySide, tolerated, UNKNOWN_NUMBER } from "./relations.ts";
import { slotPoints, unpacked, type SampleRelations } from "./slotPoints.ts";

export class ConditionRelations {
  readonly #slots: readonly Slot[];
  readonly #conditions = new Map<number, TruthExpr[]>();
  readonly #numbers = new Set<number>();
  readonly #queries: string[] = [];
  readonly #named = new Map<string, string>();
  readonly params: Record<string, string> = {};

  constructor(slots: readonly Slot[]) {
    this.#slots = slots;
  }

  /** The name of the relation (i, t, v TINYINT) of a condition's change points. */
  of(expr: TruthExpr): string {
    const key = JSON.stringify(expr);
    const found = this.#named.get(key);
    if (found !== undefined) return found;
    const name = this.#name(this.#query(expr));
    this.#named.set(key, name);
    return name;
  }

  /** All common table expressions, those of the signals first. Call when every condition has been asked for. */
  tables(relations: SampleRelations, untilUs: number, seriesOf: (slot: number) => readonly number[]): string[] {
    const signals = this.readSlots().flatMap((index) => {
      const slot = this.#slots[index];
      if (slot === undefined) throw new RangeError(`There is no slot ${index}.`);
      const needs = { slot, index, series: seriesOf(index), conditions: this.#conditions.get(index) ?? [], number: this.#numbers.has(index) };
      return slotPoints(needs, relations, untilUs, this.#textParam);
    });
    return [...signals, ...this.#queries];
  }

  /** Slots whose rows are read, ascending. */
  readSlots(): number[] {
    return [...new Set([...this.#conditions.keys(), ...this.#numbers])].sort((a, b) => a - b);
  }

  #name(query: string): string {
    const name = `r${this.#queries.length}`;
    this.#queries.push(`${name} AS MATERIALIZED (${query})`);
    return name;
  }

  #query(expr: TruthExpr): string {
    if (expr.op === "anyOf" || expr.op === "allOf") {
      return expr.ps.length === 0 ? `SELECT i, ${BEGINNING} AS t, CAST(1 AS TINYINT) AS v FROM instances` : this.#members(expr);
    }
    if (standsApart(expr)) return this.#timed(expr);
    const slots = slotsOf(expr);
    const [only] = slots;
    if (only === undefined) return this.#constant(expr);
    if (slots.length === 1) return this.#ofOneSignal(expr, only);
    return expr.op === "compare" ? this.#ofSeveralNumbers(expr, slots) : this.#joined(expr);
  }

  #constant(expr: TruthExpr): string {
    const sql = new ExpressionSql(() => "NULL", this.#textParam);
    const value = sql.truth(expr);
    return `SELECT i, ${BEGINNING} AS t, CAST(${value} AS TINYINT) AS v FROM ${sql.from("instances")}`;
  }

  #ofOneSignal(expr: TruthExpr, slot: number): string {
    const conditions = this.#conditions.get(slot) ?? [];
    this.#conditions.set(slot, conditions);
    return changes(`(SELECT i, t, ${unpacked(conditions.push(expr) - 1)} AS v FROM q${slot})`);
  }

  #ofSeveralNumbers(expr: TruthExpr, slots: readonly number[]): string {
    for (const slot of slots) this.#numbers.add(slot);
    const numbers = slots.map((slot) => `(SELECT i, t, coalesce(x, ${UNKNOWN_NUMBER}) AS v FROM q${slot})`);
    const columns = slots.map((slot, index) => `CASE WHEN isfinite(v${index}) THEN v${index} END AS x${slot}`);
    const sql = new ExpressionSql((slot) => `x${slot}`, this.#textParam);
    const value = sql.truth(expr);
    return changes(`(SELECT i, t, CAST(${value} AS TINYINT) AS v FROM ${sql.from(`(SELECT i, t, ${columns.join(", ")} FROM (${sideBySide(numbers)}))`)})`);
  }

  /** `and`, `or`, `not` over conditions that have relations of their own. */
  #joined(expr: TruthExpr): string {
    const parts: string[] = [];
    const value = this.#join(expr, parts);
    return changes(`(SELECT i, t, CAST(${value} AS TINYINT) AS v FROM (${sideBySide(parts)}))`);
  }

  #join(expr: TruthExpr, parts: string[]): string {
    if ((expr.op === "and" || expr.op === "or") && (standsApart(expr) || slotsOf(expr).length > 1)) {
      return `${expr.op === "and" ? "least" : "greatest"}(${this.#join(expr.a, parts)}, ${this.#join(expr.b, parts)})`;
    }
    if (expr.op === "not" && (standsApart(expr) || slotsOf(expr).length > 1)) return `(2 - ${this.#join(expr.x, parts)})`;
    const relation = this.of(expr);
    const at = parts.indexOf(relation);
    return `v${at >= 0 ? at : parts.push(relation) - 1}`;
  }

  #timed(expr: TruthExpr): string {
    if (expr.op === "for") {
      const p = this.of(expr.p);
      return heldFor(expr.tolerateUs === undefined ? p : this.#name(tolerated(p, expr.tolerateUs)), expr.durationUs);
    }
    if (expr.op === "hysteresis") return this.#hysteresis(expr);
    if ((expr.op === "recently" || expr.op === "happens") && (expr.e.op === "rises" || expr.e.op === "falls")) {
      return recentlyTurned(this.of(expr.e.p), expr.e.op === "rises" ? 2 : 0, expr.op === "happens" ? 1 : expr.durationUs);
    }
    if (expr.op === "within") return negated(this.#name(heldFor(this.#name(negated(this.of(expr.p))), expr.durationUs)));
    return this.#joined(expr);
  }

  #hysteresis({ kind, x, a, h }: Extract<TruthExpr, { op: "hysteresis" }>): string {
    const upward = kind === ">" || kind === ">=";
    const on = this.of({ op: "compare", kind, a: x, b: a });
    const off = this.of({ op: "compare", kind: OPPOSITE[kind], a: x, b: { op: upward ? "subtract" : "add", a, b: h } });
    return latched(sideBySide([on, off]));
  }

  /** Members side by side; unknown ones are left out where enough are known. */
  #members({ op, ps, least }: Extract<TruthExpr, { op: "anyOf" | "allOf" }>): string {
    const parts = ps.map((p) => this.of(p));
    const values = ps.map((_, index) => `v${index}`);
    const decisive = op === "anyOf" ? 2 : 0;
    const known = values.map((value) => `CAST(${value} <> 1 AS INTEGER)`).join(" + ");
    const value = `CASE WHEN ${values.map((each) => `${each} = ${decisive}`).join(" OR ")} THEN ${decisive} WHEN known > 0 AND (known = ${ps.length} OR known >= ${least}) THEN ${2 - decisive} ELSE 1 END`;
    return changes(`(SELECT i, t, CAST(${value} AS TINYINT) AS v FROM (SELECT *, ${known} AS known FROM (${sideBySide(parts)})))`);
  }

  readonly #textParam = (text: string): string => {
    const known = Object.keys(this.params).find((name) => this.params[name] === text);
    if (known !== undefined) return `$${known}`;
    const name = `text${Object.keys(this.params).length}`;
    this.params[name] = text;
    return `$${name}`;
  };
}

/** Whether an expression cannot be written as one SQL expression over the values of one instant. */
function standsApart(expr: Expr): boolean {
  return isTimed(expr) || expr.op === "anyOf" || expr.op === "allOf" || partsOf(expr).some(standsApart);
}

const OPPOSITE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
