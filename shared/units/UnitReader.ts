/** The grammar of unit expressions, by recursive descent over UCUM's atoms and the everyday spellings of single words. */
import { type Atom, ATOMS, PREFIXES } from "./atoms.ts";
import { combine, dimension, DIMENSIONLESS } from "./dimension.ts";
import { divide, multiply, ONE, parseDecimal, power, rational, type Rational } from "./rational.ts";
import { SPELLINGS } from "./spellings.ts";
import { combineUnits, makeUnit, PLAIN, raiseUnit, type Unit } from "./unit.ts";

/** A text that is no unit: a sentence for an engineer, and the unit probably meant. */
export interface UnitError {
  readonly problem: string;
  readonly suggestion?: string;
}

export function isUnitError(result: Unit | UnitError): result is UnitError {
  return "problem" in result;
}

/** Exponents beyond this are no engineering unit, and their factors would grow without bound. */
const MAX_EXPONENT = 12;
const MAX_DEPTH = 8;

const atomUnits = new Map<string, Unit>();

/** A decimal or `a/b` of the tables; the tables hold no other text. */
function tableFactor(text: string): Rational {
  const [above = "1", below = "1"] = text.split("/");
  return divide(parseDecimal(above) ?? ONE, parseDecimal(below) ?? ONE);
}

/** The unit of one atom of the table, made from its definition and remembered. */
function atomUnit(atom: Atom): Unit {
  const known = atomUnits.get(atom.code);
  if (known) return known;
  const unit = buildAtom(atom);
  atomUnits.set(atom.code, unit);
  return unit;
}

function buildAtom(atom: Atom): Unit {
  const definition = atom.of === "" ? PLAIN : new UnitReader(atom.of).read();
  const of = isUnitError(definition) ? PLAIN : definition;
  const base = atom.base === undefined ? DIMENSIONLESS : dimension({ [atom.base]: 1 });
  const term = { code: atom.code, display: atom.display, exponent: 1 };
  const unit = makeUnit([term], combine(of.dimension, base, 1), multiply(of.factor, tableFactor(atom.factor)), atom.angle === true ? 1 : 0);
  return atom.zero ? { ...unit, offset: tableFactor(atom.zero.at), point: atom.zero.scale } : unit;
}

/** Reads one unit expression without blanks. */
export class UnitReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Unit | UnitError {
    const unit = this.#term();
    if (isUnitError(unit) || this.#at === this.#text.length) return unit;
    return { problem: `"${this.#text.slice(this.#at)}" is left over.` };
  }

  #term(): Unit | UnitError {
    if (++this.#depth > MAX_DEPTH) return { problem: "brackets are nested too deeply." };
    let result: Unit | UnitError = this.#take("/") ? this.#divide(PLAIN) : this.#component();
    while (!isUnitError(result)) {
      if (this.#take(".")) {
        const right = this.#component();
        result = isUnitError(right) ? right : combineUnits(result, right, 1);
      } else if (this.#take("/")) result = this.#divide(result);
      else break;
    }
    this.#depth -= 1;
    return result;
  }

  #divide(left: Unit): Unit | UnitError {
    const right = this.#component();
    return isUnitError(right) ? right : combineUnits(left, right, -1);
  }

  #component(): Unit | UnitError {
    if (this.#take("(")) {
      const inner = this.#term();
      if (isUnitError(inner)) return inner;
      return this.#take(")") ? this.#raised(inner) : { problem: `a ")" is missing.` };
    }
    const number = /^\d+(?![\d*])/.exec(this.#text.slice(this.#at));
    if (number) return this.#number(number[0]);
    const annotation = this.#annotation();
    if (annotation !== "") return makeUnit([{ code: annotation, display: annotation.slice(1, -1), exponent: 1 }], DIMENSIONLESS, ONE, 0);
    return this.#atom();
  }

  #number(digits: string): Unit | UnitError {
    this.#at += digits.length;
    if (digits === "1") return PLAIN;
    const factor = parseDecimal(digits);
    if (!factor || factor.n === 0n) return { problem: `${digits} is no factor of a unit.` };
    return makeUnit([{ code: digits, display: digits, exponent: 1 }], DIMENSIONLESS, factor, 0);
  }

  #atom(): Unit | UnitError {
    const word = /^(?:\[[^\]]*\]|[^\s./()\d{}[\]+-]+(?:\[[^\]]*\])?(?:_[A-Z]+)?)/u.exec(this.#text.slice(this.#at))?.[0];
    if (word === undefined) return { problem: this.#at === this.#text.length ? "it ends where a unit is expected." : `a unit is expected before "${this.#text.slice(this.#at)}".` };
    this.#at += word.length;
    const unit = resolveAtom(word);
    if (!unit) return { problem: `"${word}" is unknown.` };
    const raised = this.#raised(unit);
    const annotation = this.#annotation();
    const first = isUnitError(raised) ? undefined : raised.terms[0];
    if (annotation === "" || isUnitError(raised) || raised.terms.length !== 1 || !first) return raised;
    const terms = [{ ...first, code: first.code + annotation, display: `${first.display}${annotation}` }];
    return { ...makeUnit(terms, raised.dimension, raised.factor, raised.angle), offset: raised.offset, ...(raised.point && { point: raised.point }) };
  }

  #raised(unit: Unit): Unit | UnitError {
    const digits = /^[+-]?\d+/.exec(this.#text.slice(this.#at))?.[0];
    if (digits === undefined) return unit;
    this.#at += digits.length;
    const exponent = Number(digits);
    if (exponent === 0 || Math.abs(exponent) > MAX_EXPONENT) return { problem: `the exponent ${digits} is outside 1 … ${MAX_EXPONENT}.` };
    return raiseUnit(unit, exponent);
  }

  #annotation(): string {
    const found = /^\{[^{}]*\}/.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #take(symbol: string): boolean {
    if (this.#text[this.#at] !== symbol) return false;
    this.#at += 1;
    return true;
  }
}

/** A UCUM atom, with or without prefix, else an everyday spelling of one (`degC`, `rpm` inside a compound). */
function resolveAtom(word: string): Unit | undefined {
  const atom = ATOMS.get(word);
  if (atom) return atomUnit(atom);
  const spelled = SPELLINGS.get(word);
  if (spelled !== undefined && spelled !== word) {
    const unit = new UnitReader(spelled).read();
    return isUnitError(unit) ? undefined : unit;
  }
  return prefixed(word);
}

function prefixed(word: string): Unit | undefined {
  for (const length of [1, 2]) {
    const prefix = word.slice(0, length);
    const ten = PREFIXES.get(prefix);
    const atom = ATOMS.get(word.slice(length)) ?? ATOMS.get(SPELLINGS.get(word.slice(length)) ?? "");
    if (ten === undefined || !atom?.metric) continue;
    const unit = atomUnit(atom);
    const term = { code: prefix + atom.code, display: (prefix === "u" ? "µ" : prefix) + atom.display, exponent: 1 };
    return makeUnit([term], unit.dimension, multiply(unit.factor, power(rational(10n), ten)), unit.angle);
  }
  return undefined;
}
