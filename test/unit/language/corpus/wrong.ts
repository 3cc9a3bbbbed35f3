/** Wrong texts and what is said of them. In each text «…» marks the place of the first diagnostic. */
import { WRONG_OVER_TIME } from "./wrongOverTime.ts";

export interface WrongText {
  readonly about: string;
  readonly text: string;
  readonly code: string;
  /** Part of the message. */
  readonly says?: string;
  /** The marked text after the fix has been applied, where there is one: the whole text without marks. */
  readonly fixed?: string;
  /** Other files of the project; the marked text is `a.twin`. */
  readonly files?: readonly { readonly id: string; readonly text: string }[];
}

const calc = (expression: string, unit = ""): string => `calc a${unit} on CentrifugalPump = ${expression}`;

const WRONG_AT_ONCE: readonly WrongText[] = [
  { about: "adding a pressure and a temperature", text: calc("«suction.pressure + bearing.temperature»"), code: "unit-mismatch", says: "bar + °C cannot be added: bar is a pressure, °C is a temperature" },
  { about: "doubling a temperature", text: calc("«bearing.temperature * 2»"), code: "unit-mismatch", says: "A point on a scale" },
  { about: "adding two temperatures", text: calc("«bearing.temperature + 20 degC»"), code: "unit-mismatch", says: "A difference is given in K", fixed: calc("bearing.temperature + 20 K") },
  { about: "declaring a difference as a point", text: calc("«bearing.temperature - parent.ambient.temperature»", " : degC"), code: "unit-mismatch", fixed: calc("bearing.temperature - parent.ambient.temperature", " : K") },
  { about: "comparing a difference with a point", text: calc("«bearing.temperature - parent.ambient.temperature > 5 degC»"), code: "unit-mismatch", fixed: calc("bearing.temperature - parent.ambient.temperature > 5 K") },
  { about: "a unit with blanks in it", text: calc("«3 m / s»"), code: "blank-in-unit", says: "reads as a division", fixed: calc("3 m/s") },
  { about: "a division without blanks", text: calc("10 «kW/power»"), code: "unknown-unit", says: "10 kW / power", fixed: calc("10 kW / power") },
  { about: "a number without unit", text: calc("«bearing.temperature > 80»"), code: "unit-mismatch", fixed: calc("bearing.temperature > 80 °C") },
  { about: "a unit misspelled", text: calc("bearing.temperature > 80 «degc»"), code: "unknown-unit", says: "Did you mean degC?", fixed: calc("bearing.temperature > 80 degC") },
  { about: "gauge against unstated pressure", text: calc("«parent.supply.pressure > 5 bar»"), code: "unit-mismatch", says: "gauge or absolute", fixed: calc("parent.supply.pressure > 5 bar(g)") },
  { about: "turns against radians", text: calc("«speed > 100 rad/s»"), code: "unit-mismatch", says: "2π" },
  { about: "a name misspelled", text: calc("«bearing.temprature» > 80 degC"), code: "unknown-name", says: "Did you mean bearing.temperature?", fixed: calc("bearing.temperature > 80 degC") },
  { about: "a part misspelled", text: calc("«moter.torque» > 1 N.m"), code: "unknown-name", fixed: calc("motor.torque > 1 N.m") },
  { about: "an asset in place of a signal", text: calc("«motor»"), code: "unknown-name", says: "one of its signals must follow" },
  { about: "a part that one pump lacks", text: calc("«motor.torque» > 1 N.m"), code: "missing-on-some", says: "P-103 has no part or signal motor.torque: a does not run there." },
  { about: "a type misspelled", text: "calc a on «CentrifugalPumps» = power", code: "unknown-type", fixed: "calc a on CentrifugalPump = power" },
  { about: "a duration after an unbracketed and", text: calc("power > 3 kW and running «for 5 min»"), code: "ambiguous-duration", says: "(power > 3 kW and running) for 5 min", fixed: calc("power > 3 kW and (running for 5 min)") },
  { about: "a duration after an unbracketed not", text: calc("not running «for 5 min»"), code: "ambiguous-duration", says: "not (running for 5 min)", fixed: calc("not (running for 5 min)") },
  { about: "a duration after an unbracketed or, by within", text: calc("running or power > 3 kW «within 5 min»"), code: "ambiguous-duration" },
  { about: "a duration without unit", text: calc("running for «5»"), code: "duration", fixed: calc("running for 5 s") },
  { about: "a duration of zero", text: calc("running for «0 s»"), code: "duration", says: "longer than zero" },
  { about: "a duration of half a microsecond", text: calc("running for «0.5 us»"), code: "duration", says: "whole number of microseconds" },
  { about: "a duration that is a signal", text: calc("running for «power»"), code: "duration" },
  { about: "a number as a condition", text: calc("«power» and running"), code: "not-a-condition", says: "a number in kW" },
  { about: "an enum member misspelled", text: calc("mode == «autoo»"), code: "unknown-member", says: "off, auto, hand", fixed: calc("mode == auto") },
  { about: "an order among enum members", text: calc("«mode > auto»"), code: "kind-mismatch" },
  { about: "a text without quotes", text: calc("operator == «bob»"), code: "unquoted-text", fixed: calc('operator == "bob"') },
  { about: "a chain of comparisons", text: calc("1 bar < suction.pressure «<» 2 bar"), code: "chained-comparison" },
  { about: "= for ==", text: calc("power «=» 3 kW"), code: "foreign-operator", fixed: calc("power == 3 kW") },
  { about: "&& for and", text: calc("power > 3 kW «&&» running"), code: "foreign-operator", fixed: calc("power > 3 kW and running") },
  { about: "a decimal comma", text: calc("power > 3«,»5 kW"), code: "decimal-comma", fixed: calc("power > 3.5 kW") },
  { about: "a number beyond all values", text: calc("«1e999» kW"), code: "number-range" },
  { about: "a division by zero", text: calc("power / «0 kW»"), code: "division-by-zero" },
  { about: "a root whose unit cannot be written", text: `calc «a» on CentrifugalPump = sqrt(power)`, code: "no-unit" },
  { about: "a function misspelled", text: calc("«sqr»(level)"), code: "unknown-function", fixed: calc("sqrt(level)") },
  { about: "a function with too few values", text: calc("«delta(power)»"), code: "arguments", says: "delta(x, W)" },
  { about: "a mean of one asset's value without a window", text: calc("«avg(power)»"), code: "no-members", says: "avg(x, 5 min)" },
  { about: "a bracket left open", text: calc("(power > 3 k«W»"), code: "syntax", says: '")" is missing' },
  { about: "a bracket too many", text: calc("(power)«)»"), code: "syntax", says: "closes nothing" },
  { about: "a value left out", text: calc("power «>»"), code: "syntax", says: "A value is missing" },
  { about: "a letter that means nothing", text: calc("power «$» 3 kW"), code: "unknown-character" },
  { about: "a back-quote left open", text: calc("«`power»"), code: "unclosed" },
  { about: "a calc without name", text: "calc «on» CentrifugalPump = power", code: "syntax", says: "name is missing" },
  { about: "a calc without type", text: "calc a «=» power", code: "syntax", says: "an asset type" },
  { about: "a definition misspelled", text: "«clac» a on CentrifugalPump = power", code: "syntax", fixed: "calc a on CentrifugalPump = power" },
  { about: "calcs in a loop", text: "calc «a» on CentrifugalPump = b\ncalc b on CentrifugalPump = a + 1 kW", code: "loop", says: "a → b → a" },
  { about: "a calc that reads itself", text: "calc «a» on CentrifugalPump = a", code: "loop", says: "a → a" },
  { about: "a calc named like a signal", text: "calc «flow» on CentrifugalPump = power", code: "duplicate-definition" },
  { about: "two rules with one name", text: "rule r on CentrifugalPump { when running severity low }\nrule «r» on Motor { when torque > 1 N.m severity low }", code: "duplicate-definition" },
  { about: "a rule without when", text: "rule «r» on CentrifugalPump { severity low }", code: "missing-clause", says: '"when"' },
  { about: "a rule without severity", text: "rule «r» on CentrifugalPump { when running }", code: "missing-clause", says: '"severity"' },
  { about: "a severity misspelled", text: "rule r on CentrifugalPump { when running severity «hihg» }", code: "unknown-severity", fixed: "rule r on CentrifugalPump { when running severity high }" },
  { about: "a clause misspelled", text: "rule r on CentrifugalPump {\n  when running\n  severity low\n  «mesage» \"x\"\n}", code: "syntax", says: "did you mean message?" },
  { about: "a clause given twice", text: "rule r on CentrifugalPump { when running «when» running severity low }", code: "duplicate-clause" },
  { about: "a state's value that it never has", text: "rule r on CentrifugalPump { when running severity low state health = «bad» }", code: "unknown-member", says: "ok, degraded, failed" },
  { about: "a brace left open in a message", text: 'rule r on CentrifugalPump { when running severity low message "x «{power»" }', code: "syntax", says: "}" },
  { about: "an unknown name in a message", text: 'rule r on CentrifugalPump { when running severity low message "x {«powr»}" }', code: "unknown-name" },
  { about: "a block left open", text: "rule r on CentrifugalPump {\n when running\n severity lo«w»\n", code: "syntax", says: 'The closing "}"' },
  { about: "a state without equation", text: "model M { input p : kW\n state «T» : degC = 20\n output t : degC = T }", code: "missing-clause", says: "der(T)" },
  { about: "a derivative of the wrong dimension", text: "model M { input p : kW\n state T : degC = 20\n der(T) = «p»\n output t : degC = T }", code: "unit-mismatch", says: "K/s" },
  { about: "a parameter outside its range", text: "model M { parameter R : K/W = «0.5» in 0.6 .. 0.7\n output t : K/W = R }", code: "range" },
  { about: "an unknown name in a model", text: "model M { input a : kW\n output t : kW = «b» }", code: "unknown-name" },
  { about: "events in a model, which are to come", text: "model M { input a : kW\n output t : kW = a\n «when» a > 3 kW { a = 3 } }", code: "not-available" },
  { about: "a model that does not exist", text: "use «Mm» on Motor { a = torque }", code: "unknown-model" },
  { about: "an input not given", text: "model M { input a : W\n output b : W = a }\nuse «M» on Motor { }", code: "missing-input" },
  { about: "an input of the wrong dimension", text: "model M { input a : W\n output b : W = a }\nuse M on Motor { a = «torque» }", code: "unit-mismatch" },
  { about: "an input that is a calculation", text: "model M { input a : W\n output b : W = a }\nuse M on Motor { a = «electrical.power * 2» }", code: "needs-calc", says: "calc" },
  { about: "models that feed each other at once", text: "model P { input a : kW\n output b : kW = a }\n«use» P as p on Motor { a = q.b }\nuse P as q on Motor { a = p.b }", code: "loop", says: "p.b → q.b → p.b" },
  { about: "an input that is an output's own type of name", text: "model M { input a : W\n output b : W = «c»\n output c : W = a }", code: "not-readable", says: "further down" },
  { about: "brackets nested too deep", text: `calc a on CentrifugalPump = ${"(".repeat(64)}«(»1${")".repeat(65)}`, code: "too-deep" },
  { about: "an endless expression", text: `calc a on CentrifugalPump = «${"level + ".repeat(400)}level» + level`, code: "too-long" },
  { about: "a unit glued to its number", text: calc("power > «3kW»"), code: "unit-blank", fixed: calc("power > 3 kW") },
  { about: "the inch by a word of the language", text: calc("feeds.level > 3 «in»"), code: "syntax", fixed: calc("feeds.level > 3 [in_i]") },
];

export const WRONG: readonly WrongText[] = [...WRONG_AT_ONCE, ...WRONG_OVER_TIME];
