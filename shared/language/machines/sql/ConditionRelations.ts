/**
 * Lays a program's expressions out as relations, one per signal, per timed part and per joining of several: which word means which
 * text of SQL, each worked out once however often it is asked for.
 */
import type { EventExpr, NumberExpr, Slot, TruthExpr } from "../../ir.ts";
import { slotsOf, type Expr } from "../expressions.ts";
import { changingBlocks } from "./changingBlocks.ts";
import { covered } from "./coverage.ts";
import { certain, fewestUs, sampledSettling, sampledTicking } from "./durations.ts";
import { absence, changed, counted, decided, recently, sequence, turned, whilst } from "./events.ts";
import { ExpressionSql } from "./expressionSql.ts";
import { againstNumber, heldSomewhere, knownCondition, type Beyond, type Duration } from "./extremes.ts";
import { extremeMember, quantified, someBeyond, trueMembers } from "./members.ts";
import { leavesOf, standsApart } from "./parts.ts";
import { BEGINNING, changes, heldFor, latched, negated, sideBySide, tolerated, UNKNOWN_NUMBER, UNKNOWN_TEXT } from "./relations.ts";
import { MOST_CONDITIONS, slotPoints, stampsSql, unpacked, type SampleRelations, type SlotNeeds, type SlotSource, type SlotTables } from "./slotPoints.ts";
import { unseenSql, type Unseen } from "./unseen.ts";

type Compare = Extract<TruthExpr, { op: "compare" | "compareTexts" }>;

export class ConditionRelations {
  readonly #slots: readonly Slot[];
  readonly #conditions = new Map<number, TruthExpr[]>();
  /** Slots whose values are needed as they are. */
  readonly #values = new Set<number>();
  readonly #unseen: Unseen[] = [];
  /** Slots whose samples' stamps are needed, all of them. */
  readonly #stamped = new Set<number>();
  readonly #queries: string[] = [];
  readonly #named = new Map<string, string>();
  readonly params: Record<string, string> = {};

  constructor(slots: readonly Slot[]) {
    this.#slots = slots;
  }

  /** The name of the relation (i, t, v TINYINT) of a condition's change points. */
  of(expr: TruthExpr): string {
    return this.#once("truth", expr, () => this.#truth(expr));
  }

  /** The tables of each signal. Call, like those below, when every condition has been asked for. */
  signals(relations: SampleRelations, untilUs: number, seriesOf: (slot: number) => readonly number[]): SlotTables[] {
    return this.#needs(seriesOf).map((needs) => slotPoints(needs, relations, untilUs, this.#textParam));
  }

  /** The common table expressions of all else. */
  tables(relations: SampleRelations, untilUs: number, seriesOf: (slot: number) => readonly number[]): string[] {
    const unseen = this.#unseen.map((expr, at) => `s${at} AS MATERIALIZED (${unseenSql(expr, this.#source(expr.slot, seriesOf), relations, untilUs)})`);
    const stamps = [...this.#stamped].map((slot) => `t${slot} AS (${stampsSql(this.#source(slot, seriesOf), relations, untilUs)})`);
    return [...unseen, ...stamps, ...this.#queries];
  }

  /** The blocks to be seen sample by sample (see changingBlocks.ts); undefined where that cannot be told of every signal. */
  changingBlocks(seriesOf: (slot: number) => readonly number[]): string | undefined {
    if (this.#unseen.length > 0 || this.#stamped.size > 0) return undefined;
    const all = this.#needs(seriesOf).map(changingBlocks);
    const told = all.filter((query) => query !== undefined);
    return told.length === all.length && told.length > 0 ? told.join(" UNION ALL ") : undefined;
  }

  #source(index: number, seriesOf: (slot: number) => readonly number[]): SlotSource {
    const slot = this.#slots[index];
    if (slot === undefined) throw new RangeError(`There is no slot ${index}.`);
    return { slot, index, series: seriesOf(index) };
  }

  #needs(seriesOf: (slot: number) => readonly number[]): SlotNeeds[] {
    return this.readSlots().map((index) => ({ ...this.#source(index, seriesOf), conditions: this.#conditions.get(index) ?? [], value: this.#values.has(index) }));
  }

  /** Slots whose change points are read, ascending. */
  readSlots(): number[] {
    return [...new Set([...this.#conditions.keys(), ...this.#values])].sort((a, b) => a - b);
  }

  #once(kind: string, expr: Expr, query: () => string): string {
    const key = `${kind} ${JSON.stringify(expr)}`;
    const found = this.#named.get(key);
    if (found !== undefined) return found;
    const name = this.#name(query());
    this.#named.set(key, name);
    return name;
  }

  readonly #name = (query: string): string => {
    const name = `r${this.#queries.length}`;
    this.#queries.push(`${name} AS MATERIALIZED (${query})`);
    return name;
  };

  #truth(expr: TruthExpr): string {
    switch (expr.op) {
      case "anyOf":
      case "allOf": return expr.ps.length === 0 ? constant("TINYINT", "1") : quantified(expr.op, expr.ps.map((p) => this.of(p)), expr.least);
      case "for": {
        const p = this.of(expr.p);
        return heldFor(expr.tolerateUs === undefined ? p : this.#name(tolerated(p, expr.tolerateUs)), expr.durationUs);
      }
      case "within": return negated(this.#name(heldFor(this.#name(negated(this.of(expr.p))), expr.durationUs)));
      case "recently": return recently(this.#event(expr.e), expr.durationUs);
      case "happens": return recently(this.#event(expr.e), 1);
      case "hysteresis": return this.#hysteresis(expr);
      case "stale":
      case "missing":
      case "bad": return `SELECT * FROM s${this.#unseen.push(expr) - 1}`;
      default: return this.#untimed(expr);
    }
  }

  /** What one instant's values decide. */
  #untimed(expr: TruthExpr): string {
    const slots = slotsOf(expr);
    const [only] = slots;
    if (!standsApart(expr)) {
      if (only === undefined) return this.#overParts("TINYINT", [], (sql) => sql.truth(expr));
      if (slots.length === 1) return this.#ofOneSignal(expr, only);
    }
    return expr.op === "compare" || expr.op === "compareTexts" ? this.#compared(expr) : this.#joined(expr);
  }

  #ofOneSignal(expr: TruthExpr, slot: number): string {
    const conditions = this.#conditions.get(slot) ?? [];
    this.#conditions.set(slot, conditions);
    if (conditions.length < MOST_CONDITIONS) return changes(`(SELECT i, t, ${unpacked(conditions.push(expr) - 1)} AS v FROM q${slot})`);
    this.#values.add(slot);
    const sql = new ExpressionSql(() => "x", this.#textParam);
    const value = sql.truth(expr);
    return changes(`(SELECT i, t, CAST(${value} AS TINYINT) AS v FROM ${sql.from(`q${slot}`)})`);
  }

  #compared(expr: Compare): string {
    const beyond = expr.op === "compare" ? againstNumber(expr) : undefined;
    if (beyond !== undefined) return "measure" in beyond ? this.#beyond(beyond) : `SELECT * FROM ${this.of(beyond)}`;
    if (expr.op === "compare") return this.#overParts("TINYINT", [...leavesOf(expr.a), ...leavesOf(expr.b)], (sql) => sql.truth(expr));
    const texts = [expr.slot, expr.other].map((slot) => this.#valueOf(slot));
    const columns = [expr.slot, expr.other].map((slot, at) => `nullif(v${at}, ${UNKNOWN_TEXT}) AS x${slot}`);
    const sql = new ExpressionSql((slot) => `x${slot}`, this.#textParam);
    return changes(`(SELECT i, t, ${sql.truth(expr)} AS v FROM (SELECT i, t, ${columns.join(", ")} FROM (${sideBySide(texts)})))`);
  }

  #beyond({ measure, kind, limit }: Beyond): string {
    if (measure.op === "duration" || measure.op === "every") {
      const duration = measure.op === "every" ? measure.x : measure;
      return this.#spent(duration, fewestUs(kind === ">" ? ">" : ">=", limit.value, duration.windowUs), measure.op === "every" ? measure.periodUs : undefined);
    }
    const isBeyond = (x: NumberExpr): string => this.of({ op: "compare", kind, a: x, b: limit });
    if ("xs" in measure) return measure.xs.length === 0 ? constant("TINYINT", "1") : someBeyond(measure.xs.map(isBeyond), measure.least);
    const p = isBeyond(measure.x);
    const known = this.#name(knownCondition(p));
    const enough = measure.knownUs === 0 ? heldSomewhere(known, measure.windowUs, this.#name) : covered(known, measure.windowUs, measure.knownUs);
    return this.#decidedWhere(heldSomewhere(p, measure.windowUs, this.#name), this.#name(enough));
  }

  /** Whether p was true for at least so long in the window. */
  #spent({ p, windowUs, knownUs }: Duration, leastUs: number, periodUs: number | undefined): string {
    const condition = this.of(p);
    const enough = knownUs === 0 ? undefined : this.#name(covered(this.#name(knownCondition(condition)), windowUs, knownUs));
    const spent = covered(this.#name(certain(condition)), windowUs, leastUs);
    const exact = this.#name(enough === undefined ? spent : this.#decidedWhere(spent, enough));
    const turns = (relation: string): string => `SELECT i, t FROM ${relation} WHERE t > ${BEGINNING}`;
    const stamps = slotsOf(p).flatMap((slot) => {
      this.#stamped.add(slot);
      return [`SELECT i, t FROM t${slot}`, turns(this.of(this.#isKnown(slot)))];
    });
    const due = enough === undefined ? [] : [turns(enough)];
    return periodUs === undefined ? sampledSettling(exact, stamps, due, windowUs) : sampledTicking(exact, [...stamps, ...due], periodUs);
  }

  /** A condition that is unknown exactly where the signal is. */
  #isKnown(slot: number): TruthExpr {
    if (this.#slots[slot]?.dataType === "text") return { op: "compareTexts", kind: "==", slot, other: slot };
    return { op: "compare", kind: "==", a: { op: "signal", slot }, b: { op: "signal", slot } };
  }

  /** A condition, unknown where another is not true. */
  #decidedWhere(condition: string, enough: string): string {
    return changes(`(SELECT i, t, CAST(CASE WHEN v1 = 2 THEN v0 ELSE 1 END AS TINYINT) AS v FROM (${sideBySide([this.#name(condition), enough])}))`);
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

  #hysteresis({ kind, x, a, h }: Extract<TruthExpr, { op: "hysteresis" }>): string {
    const upward = kind === ">" || kind === ">=";
    const on = this.of({ op: "compare", kind, a: x, b: a });
    const off = this.of({ op: "compare", kind: OPPOSITE[kind], a: x, b: { op: upward ? "subtract" : "add", a, b: h } });
    return latched(sideBySide([on, off]));
  }

  /** The name of the relation (i, t, e, u) of an event's points. */
  #event(expr: EventExpr): string {
    return this.#once("event", expr, () => {
      switch (expr.op) {
        case "rises": return turned(this.of(expr.p), 2);
        case "falls": return turned(this.of(expr.p), 0);
        case "changes": return changed(this.#number(expr.x), UNKNOWN_NUMBER);
        case "changesText": return changed(this.#name(changes(this.#valueOf(expr.slot))), UNKNOWN_TEXT);
        case "while": return whilst(this.#event(expr.e), this.of(expr.p));
        case "then": return sequence(this.#event(expr.e), this.#event(expr.f), expr.durationUs);
        case "without": return absence(this.#event(expr.e), this.#event(expr.f), expr.durationUs);
      }
    });
  }

  /** The name of the relation (i, t, v DOUBLE) of a number's change points. */
  #number(expr: NumberExpr): string {
    return this.#once("number", expr, () => {
      switch (expr.op) {
        case "signal": return changes(this.#valueOf(expr.slot));
        case "count": {
          const e = this.#event(expr.e);
          const count = counted(e, expr.windowUs);
          return expr.knownUs === 0 ? count : this.#whereCovered(count, decided(e), expr);
        }
        case "countOf": return expr.ps.length === 0 ? constant("DOUBLE", expr.least > 0 ? UNKNOWN_NUMBER : "0") : trueMembers(expr.ps.map((p) => this.of(p)), expr.least);
        case "lowestOf":
        case "highestOf": return expr.xs.length === 0 ? constant("DOUBLE", UNKNOWN_NUMBER) : extremeMember(expr.op, expr.xs.map((x) => this.#number(x)), expr.least);
        default: return this.#overParts("DOUBLE", leavesOf(expr), (sql) => `coalesce(${sql.number(expr)}, ${UNKNOWN_NUMBER})`);
      }
    });
  }

  #whereCovered(values: string, known: string, { windowUs, knownUs }: { readonly windowUs: number; readonly knownUs: number }): string {
    const parts = [values, covered(this.#name(known), windowUs, knownUs)].map(this.#name);
    return changes(`(SELECT i, t, CASE WHEN v1 = 2 THEN v0 ELSE ${UNKNOWN_NUMBER} END AS v FROM (${sideBySide(parts)}))`);
  }

  /** An expression over numbers that have relations of their own. */
  #overParts(type: "TINYINT" | "DOUBLE", leaves: readonly NumberExpr[], write: (sql: ExpressionSql) => string): string {
    const column = new Map<string, string>();
    const parts: string[] = [];
    for (const leaf of leaves) {
      const key = JSON.stringify(leaf);
      if (!column.has(key)) column.set(key, `x${parts.push(leaf.op === "signal" ? this.#valueOf(leaf.slot) : this.#number(leaf)) - 1}`);
    }
    const part = (expr: NumberExpr): string => column.get(JSON.stringify(expr)) ?? "NULL";
    const sql = new ExpressionSql((slot) => part({ op: "signal", slot }), this.#textParam, part);
    const value = write(sql);
    if (parts.length === 0) return constant(type, value, sql.from("instances"));
    const known = parts.map((_, at) => `CASE WHEN v${at} <> ${UNKNOWN_NUMBER} THEN v${at} END AS x${at}`);
    return changes(`(SELECT i, t, CAST(${value} AS ${type}) AS v FROM ${sql.from(`(SELECT i, t, ${known.join(", ")} FROM (${sideBySide(parts)}))`)})`);
  }

  /** A signal's values as change points, neighbours of which may be alike. */
  #valueOf(slot: number): string {
    this.#values.add(slot);
    const text = this.#slots[slot]?.dataType === "text";
    return `(SELECT i, t, ${text ? `coalesce('=' || x, ${UNKNOWN_TEXT})` : `coalesce(x, ${UNKNOWN_NUMBER})`} AS v FROM q${slot})`;
  }

  readonly #textParam = (text: string): string => {
    const known = Object.keys(this.params).find((name) => this.params[name] === text);
    if (known !== undefined) return `$${known}`;
    const name = `text${Object.keys(this.params).length}`;
    this.params[name] = text;
    return `$${name}`;
  };
}

/** What never changes, as a relation. */
function constant(type: "TINYINT" | "DOUBLE", value: string, from = "instances"): string {
  return `SELECT i, ${BEGINNING} AS t, CAST(${value} AS ${type}) AS v FROM ${from}`;
}

const OPPOSITE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
