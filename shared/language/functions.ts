/** Everything that can be called, with the words that completion, hover and signature help show. */

/** One way to call a function. Operands named `W` and `d` are durations; `…` in a name stands for members of the plant. */
export interface Signature {
  readonly operands: readonly string[];
  readonly help: string;
}

export interface FunctionInfo {
  /** Where it makes sense: in rules, calcs and models, or in one of the two alone. */
  readonly kind: "everywhere" | "plant" | "model";
  readonly signatures: readonly Signature[];
}

const anywhere = (help: string, ...operands: string[]): FunctionInfo => ({ kind: "everywhere", signatures: [{ operands, help }] });
const plant = (...signatures: (readonly [help: string, ...operands: string[]])[]): FunctionInfo => ({ kind: "plant", signatures: signatures.map(([help, ...operands]) => ({ operands, help })) });

const MEMBERS = "over members: children(Type).name, or the name of a relation that leads to several assets";

export const FUNCTIONS: ReadonlyMap<string, FunctionInfo> = new Map([
  ["abs", anywhere("The value without its sign.", "x")],
  ["sqrt", anywhere("Square root; of a negative value unknown.", "x")],
  ["exp", anywhere("e to the power of a plain number.", "x")],
  ["ln", anywhere("Natural logarithm of a plain number; unknown where it is not above zero.", "x")],
  ["log10", anywhere("Logarithm to base 10, ln(x) / ln(10).", "x")],
  ["sin", anywhere("Sine of an angle.", "angle")],
  ["cos", anywhere("Cosine of an angle.", "angle")],
  ["tan", anywhere("Tangent of an angle, sin(x) / cos(x).", "angle")],
  ["pow", anywhere("x to the power n, as x ^ n. Of a quantity with a unit n is a whole number.", "x", "n")],
  ["min", { kind: "everywhere", signatures: [
    { operands: ["a", "b"], help: "The smaller of two values." },
    { operands: ["x", "W"], help: "The lowest value held at some time in the last W, the present one included." },
    { operands: ["…"], help: `The lowest ${MEMBERS}.` },
  ] }],
  ["max", { kind: "everywhere", signatures: [
    { operands: ["a", "b"], help: "The larger of two values." },
    { operands: ["x", "W"], help: "The highest value held at some time in the last W, the present one included." },
    { operands: ["…"], help: `The highest ${MEMBERS}.` },
  ] }],
  ["switch", { kind: "model", signatures: [{ operands: ["condition", "value", "…", "otherwise"], help: "In a model: the value behind the first condition that holds, else the last one. The solver finds the instants at which it switches." }] }],
  ["delay", { kind: "model", signatures: [{ operands: ["x", "d"], help: "In a model: the value that x had d ago, a duration or a parameter; until the run is as old, the value at its start." }] }],
  ["avg", plant(["Time-weighted mean over the last W; unknown where less than 80 % of it is known (coverage changes that).", "x", "W"], [`The mean ${MEMBERS}.`, "…"])],
  ["stddev", plant(["Time-weighted standard deviation over the last W, a difference.", "x", "W"])],
  ["integral", plant(["Integral over the last W, in the unit times seconds; unknown unless all of it is known (coverage changes that).", "x", "W"])],
  ["delta", plant(["x now less x a time W ago, a difference.", "x", "W"])],
  ["rate", plant(["Change over the last W, per second.", "x", "W"])],
  ["count", plant(["How many events lie in the last W; of a condition, how often it came true.", "e", "W"], [`How many conditions are true ${MEMBERS}.`, "…"])],
  ["duration", plant(["How long the condition was true in the last W, in seconds.", "p", "W"])],
  ["total", plant(["How long the condition has been true since the beginning of history, or since an event: total(p) since e.", "p"], ["Running integral of a number, in its unit times seconds.", "x"])],
  ["sum", plant([`The sum ${MEMBERS}.`, "…"])],
  ["any", plant([`Whether the condition is true of any ${MEMBERS}.`, "…"])],
  ["all", plant([`Whether the condition is true of all ${MEMBERS}.`, "…"])],
  ["rises", plant(["Event: the condition came true.", "p"])],
  ["falls", plant(["Event: the condition stopped being true.", "p"])],
  ["changes", plant(["Event: the value changed.", "x"])],
  ["stale", plant(["True where the signal has had no known sample for d.", "signal", "d"])],
  ["missing", plant(["True where the signal has had no sample at all for d.", "signal", "d"])],
  ["bad", plant(["True where the signal's last sample is unknown, or there is none.", "signal"])],
  ["residual", plant(["Measured less predicted, of a signal that a model used on the asset predicts.", "signal"])],
]);

/** Calls whose one operand is worked out for each member of the plant. */
export const AGGREGATES: ReadonlySet<string> = new Set(["sum", "avg", "min", "max", "count", "any", "all"]);
/** Calls over a trailing window that always have one. */
export const WINDOWS: ReadonlySet<string> = new Set(["avg", "stddev", "integral", "delta", "rate", "count", "duration"]);
/** Windows to which `coverage` applies. */
export const COVERED: ReadonlySet<string> = new Set(["avg", "stddev", "integral", "min", "max", "count", "duration"]);
