/**
 * Expressions of the intermediate form as DuckDB expressions that decide the same to the last bit.
 *
 * A number column is NULL where it is unknown. Inside an expression infinities and NaN may travel on through + − × and
 * unary operators, where they stay what they are; wherever they could turn into a number again (a divisor, an ordering)
 * they become NULL first. An operand that is needed twice is bound to a name in a subquery below, so that the text grows
 * with the expression and not with its depth.
 */
import type { NumberExpr, TruthExpr } from "../../ir.ts";

/** A piece of SQL, the level of subqueries it needs below it, and whether it can only be finite or NULL. */
interface Piece {
  readonly sql: string;
  readonly level: number;
  readonly finite: boolean;
  /** A name or a constant: may stand twice. */
  readonly simple: boolean;
}

/** The smallest double that holds exactly what JavaScript holds; a bare literal would be read as a DECIMAL. */
export function doubleSql(value: number): string {
  return Number.isFinite(value) ? `CAST('${value}' AS DOUBLE)` : "CAST(NULL AS DOUBLE)";
}

/** Turns truth expressions over some columns into SQL; collects what has to be bound below. */
export class ExpressionSql {
  readonly #column: (slot: number) => string;
  readonly #textParam: (text: string) => string;
  readonly #bound: string[][] = [];
  readonly #part: (expr: NumberExpr) => string;
  #names = 0;

  /** `column` names a slot's column, `part` that of a number with a relation of its own; `textParam` gives the placeholder for a text constant. */
  constructor(column: (slot: number) => string, textParam: (text: string) => string, part: (expr: NumberExpr) => string = noSql) {
    this.#column = column;
    this.#textParam = textParam;
    this.#part = part;
  }

  /** The relation with everything bound that the expressions made so far need. */
  from(relation: string): string {
    return this.#bound.reduce((inner, columns) => `(SELECT *, ${columns.join(", ")} FROM ${inner})`, relation);
  }

  /** 0 false, 1 unknown, 2 true; never NULL. Only `for`-free expressions. */
  truth(expr: TruthExpr): string {
    switch (expr.op) {
      case "truth": return expr.value ? "2" : "0";
      case "truthSignal": return kleene(`${this.#column(expr.slot)} <> 0`);
      case "compareText": return kleene(`${this.#column(expr.slot)} ${expr.kind === "==" ? "=" : "<>"} ${this.#textParam(expr.text)}`);
      case "compareTexts": return kleene(`${this.#column(expr.slot)} ${expr.kind === "==" ? "=" : "<>"} ${this.#column(expr.other)}`);
      case "compare": return kleene(`${this.#finite(expr.a).sql} ${COMPARE[expr.kind]} ${this.#finite(expr.b).sql}`);
      case "not": return `(2 - ${this.truth(expr.x)})`;
      case "and": return `least(${this.truth(expr.a)}, ${this.truth(expr.b)})`;
      case "or": return `greatest(${this.truth(expr.a)}, ${this.truth(expr.b)})`;
      default: throw new RangeError(`${expr.op} has a relation of its own or no SQL.`);
    }
  }

  /** A number, NULL where it is unknown. */
  number(expr: NumberExpr): string {
    return this.#finite(expr).sql;
  }

  /** The operand as a finite number or NULL. */
  #finite(expr: NumberExpr): Piece {
    const piece = this.#number(expr);
    if (piece.finite) return piece;
    const name = this.#bind(piece);
    return { sql: `CASE WHEN isfinite(${name.sql}) THEN ${name.sql} END`, level: name.level, finite: true, simple: false };
  }

  #simple(piece: Piece): Piece {
    return piece.simple ? piece : this.#bind(piece);
  }

  #bind(piece: Piece): Piece {
    const name = `b${this.#names++}`;
    (this.#bound[piece.level] ??= []).push(`${piece.sql} AS ${name}`);
    return { ...piece, sql: name, level: piece.level + 1, simple: true };
  }

  #number(expr: NumberExpr): Piece {
    switch (expr.op) {
      case "number": return { sql: doubleSql(expr.value), level: 0, finite: true, simple: true };
      case "signal": return { sql: this.#column(expr.slot), level: 0, finite: true, simple: true };
      case "affine": {
        const x = this.#number(expr.x);
        return compound(`(${x.sql} * ${doubleSql(expr.factor)} + ${doubleSql(expr.offset)})`, x.level);
      }
      case "negate": {
        const x = this.#number(expr.x);
        return { ...compound(`(- ${x.sql})`, x.level), finite: x.finite };
      }
      case "abs": {
        const x = this.#number(expr.x);
        return { ...compound(`abs(${x.sql})`, x.level), finite: x.finite };
      }
      case "sqrt": {
        const x = this.#simple(this.#number(expr.x));
        return { ...compound(`(CASE WHEN ${x.sql} >= 0 THEN sqrt(${x.sql}) END)`, x.level), finite: x.finite };
      }
      case "add":
      case "subtract":
      case "multiply": {
        const a = this.#number(expr.a);
        const b = this.#number(expr.b);
        return compound(`(${a.sql} ${ARITHMETIC[expr.op]} ${b.sql})`, Math.max(a.level, b.level));
      }
      case "divide": {
        const a = this.#number(expr.a);
        const b = this.#finite(expr.b);
        return compound(`(${a.sql} / ${b.sql})`, Math.max(a.level, b.level));
      }
      case "least":
      case "greatest": {
        const a = this.#simple(this.#finite(expr.a));
        const b = this.#simple(this.#finite(expr.b));
        const first = expr.op === "least" ? "<=" : ">=";
        return { ...compound(`(CASE (${a.sql} ${first} ${b.sql}) WHEN true THEN ${a.sql} WHEN false THEN ${b.sql} END)`, Math.max(a.level, b.level)), finite: true };
      }
      default: return { sql: this.#part(expr), level: 0, finite: true, simple: true };
    }
  }
}

const COMPARE: Record<Extract<TruthExpr, { op: "compare" }>["kind"], string> = { "<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>" };
const ARITHMETIC = { add: "+", subtract: "-", multiply: "*" } as const;

function noSql(expr: NumberExpr): string {
  throw new RangeError(`${expr.op} has a relation of its own or no SQL.`);
}

function compound(sql: string, level: number): Piece {
  return { sql, level, finite: false, simple: false };
}

/** A SQL boolean as one of Kleene's three values in a byte. */
function kleene(condition: string): string {
  return `CAST(CASE WHEN ${condition} THEN 2 WHEN (${condition}) IS NULL THEN 1 ELSE 0 END AS TINYINT)`;
}
