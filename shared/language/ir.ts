/**
 * The typed intermediate form: what the checker lowers every rule, calc and model to, and all that the machines read.
 *
 * Everything is resolved: signals are slots, units are gone (conversions stand as `affine` nodes with the factors the
 * checker computed exactly), durations are µs, parameters are numbers. One program is made per rule and asset.
 * Plain data: it crosses threads as it is. It never holds a name from the project except in `slots` and texts to show.
 */

/**
 * Instants. Every expression is a step function that may change at its instants only: those of the signals in it (each
 * sample, and where the signal becomes known or unknown) and those at which operators in it fall due. An operator marked
 * *sampled* is worked out at the instants of its operands and where it falls due, and holds its value in between; all of these
 * are its instants. The others are exact functions of the step functions below them; their instants are those of their parts
 * and those at which their value changes. A constant has none. `W` and `d` are whole µs above zero; windows trail; stretches
 * and windows are sets of whole µs, so [a, b) lies in (s, s + d] with a part where a <= s + d and b − 1 > s.
 * Before every instant, at −∞, an expression has the value it would have if what stands there had held for ever: a constant's
 * average is the constant, `stale` is true.
 */

/** How much of a window must be known, in whole µs of it: the least K with K / W >= the coverage asked for. */
export interface Coverage {
  readonly windowUs: number;
  readonly knownUs: number;
}

/** Numeric expressions. Unknown operands give unknown; division by zero and overflow give unknown. */
export type NumberExpr =
  | { readonly op: "number"; readonly value: number }
  /** The value of signal `slot` (a number; booleans and enum indexes are numbers in samples too). */
  | { readonly op: "signal"; readonly slot: number }
  /** x · factor + offset, in this order, in doubles: unit conversion. */
  | { readonly op: "affine"; readonly x: NumberExpr; readonly factor: number; readonly offset: number }
  | { readonly op: "negate" | "abs" | "sqrt"; readonly x: NumberExpr }
  /** Those of `shared/math`, never the platform's. */
  | { readonly op: "exp" | "ln" | "sin" | "cos"; readonly x: NumberExpr }
  | { readonly op: "add" | "subtract" | "multiply" | "divide" | "pow" | "least" | "greatest"; readonly a: NumberExpr; readonly b: NumberExpr }
  /**
   * Over the known part of [t − W, t), time-weighted; of exact arithmetic, rounded once. `integral` is in x·s. Unknown where
   * less than the coverage is known (and where nothing is, but for `integral`). Sampled; due W after the operand's last instant
   * when none came in between, and at each whole µs at which the known share first falls below or reaches the coverage.
   */
  | ({ readonly op: "avg" | "stddev" | "integral"; readonly x: NumberExpr } & Coverage)
  /** Over every known value held at some point of [t − W, t], the present one included; the known share is that of [t − W, t). Unknown where there is none. Not sampled. */
  | ({ readonly op: "lowest" | "highest"; readonly x: NumberExpr } & Coverage)
  /** Events in (t − W, t]. Not sampled. `knownUs` 0: never unknown for want of knowledge, else as for `avg` with the share in which e could be decided. */
  | ({ readonly op: "count"; readonly e: EventExpr } & Coverage)
  /** Seconds in [t − W, t) in which p was true. Sampled and due as `avg`. `knownUs` as for `count`. */
  | ({ readonly op: "duration"; readonly p: TruthExpr } & Coverage)
  /** x(t) − x(t − W), and that divided by W in seconds, in doubles; unknown if either end is. Sampled; due W after the operand's last instant when none came in between. */
  | { readonly op: "delta" | "rate"; readonly x: NumberExpr; readonly windowUs: number }
  /**
   * Seconds in which p was true since the last e at or before t; without `since` from the first sample of any of its signals on;
   * unknown before. Sampled, at the instants of `since` too; unknown stretches add nothing. Never due by itself: `every` makes it run.
   */
  | { readonly op: "totalTime"; readonly p: TruthExpr; readonly since?: EventExpr }
  /** Running integral of x in x·s, else as `totalTime`. */
  | { readonly op: "totalOf"; readonly x: NumberExpr; readonly since?: EventExpr }
  /** measured − (predicted · factor + offset). Sampled, at the instants of `measured` alone. */
  | { readonly op: "residual"; readonly measured: number; readonly predicted: number; readonly factor: number; readonly offset: number }
  /** Over members of the plant, the unknown ones left out where at least `least` are known, else unknown; exact, rounded once. No members: unknown. */
  | { readonly op: "sumOf" | "avgOf" | "lowestOf" | "highestOf"; readonly xs: readonly NumberExpr[]; readonly least: number }
  /** How many of the members' conditions are true; unknown where fewer than `least` are known. No members: 0. */
  | { readonly op: "countOf"; readonly ps: readonly TruthExpr[]; readonly least: number }
  /**
   * Index of the operational state: of the contenders whose alarm latch is active, that of the highest `rank`, then the one
   * begun last, then the first in order; of none `fallback`. Never unknown. Latches begin at −∞. Not sampled.
   */
  | { readonly op: "state"; readonly contenders: readonly StateContender[]; readonly fallback: number }
  /** x, with the whole multiples of the period since 1970 UTC among the instants of every part of it, constants too, from the first sample of any of its signals on. */
  | { readonly op: "every"; readonly x: NumberExpr; readonly periodUs: number };

/** A rule that sets the state, as its alarm's latch: active where `when`, inactive at the first later instant where `clear` and not `when`. */
export interface StateContender {
  readonly when: TruthExpr;
  /** Absent: `not when`. */
  readonly clear?: TruthExpr;
  readonly member: number;
  /** Higher severities have higher ranks. */
  readonly rank: number;
  /** The rule's name: where the state comes from. */
  readonly rule?: string;
}

/** Conditions in Kleene's three-valued logic. */
export type TruthExpr =
  | { readonly op: "truth"; readonly value: boolean }
  /** A boolean signal: true where its value is not 0. */
  | { readonly op: "truthSignal"; readonly slot: number }
  | { readonly op: "compare"; readonly kind: "<" | "<=" | ">" | ">=" | "==" | "!="; readonly a: NumberExpr; readonly b: NumberExpr }
  /** A text signal against a constant, or against another text signal. */
  | { readonly op: "compareText"; readonly kind: "==" | "!="; readonly slot: number; readonly text: string }
  | { readonly op: "compareTexts"; readonly kind: "==" | "!="; readonly slot: number; readonly other: number }
  | { readonly op: "not"; readonly x: TruthExpr }
  | { readonly op: "and" | "or"; readonly a: TruthExpr; readonly b: TruthExpr }
  /** Kleene over members: unknown ones are left out where at least `least`, and one, are known. No members: unknown. */
  | { readonly op: "anyOf" | "allOf"; readonly ps: readonly TruthExpr[]; readonly least: number }
  /** `p for d [tolerate g]` of the language reference. Durations in whole µs above zero. */
  | { readonly op: "for"; readonly p: TruthExpr; readonly durationUs: number; readonly tolerateUs?: number }
  | { readonly op: "within"; readonly p: TruthExpr; readonly durationUs: number }
  /** True on [s, s + d) for each event at s; else unknown where e cannot be decided or could not at some point of (t − d, t]; else false. */
  | { readonly op: "recently"; readonly e: EventExpr; readonly durationUs: number }
  /** `x > a hysteresis h`: true where x > a, false where x <= a − h (for >=: x < a − h), as before in between; `<` mirrored. Unknown while x, a, h or a − h is, and until once outside the band. What was before outlasts an unknown stretch. */
  | { readonly op: "hysteresis"; readonly kind: "<" | "<=" | ">" | ">="; readonly x: NumberExpr; readonly a: NumberExpr; readonly h: NumberExpr }
  /**
   * No sample known by itself (`missing`: no sample at all) in (t − d, t]; a confirmed instant counts as a sample of the held value,
   * from its sample up to the next sample or gap. Never unknown.
   */
  | { readonly op: "stale" | "missing"; readonly slot: number; readonly durationUs: number }
  /** The last sample is unknown by itself (value or quality), or there is none; a gap is no sample. Never unknown. */
  | { readonly op: "bad"; readonly slot: number }
  /** Where an event stands as a condition: `recently` with d = 1 µs, so true on [s, s + 1 µs). */
  | { readonly op: "happens"; readonly e: EventExpr }
  | { readonly op: "every"; readonly x: TruthExpr; readonly periodUs: number };

/**
 * Events happen at single instants. An event *cannot be decided* where a part of it is unknown: stretches, like those of a
 * condition. Where it happens all the same, it happens. Its instants are those of its parts, those at which it happens and
 * those at which it becomes decided or undecided. There is no event at −∞.
 */
export type EventExpr =
  /** false→true, true→false; from or to unknown is none. Undecided where p is unknown. */
  | { readonly op: "rises" | "falls"; readonly p: TruthExpr }
  /** The value changed; from or to unknown is none. Undecided where x is unknown. */
  | { readonly op: "changes"; readonly x: NumberExpr }
  | { readonly op: "changesText"; readonly slot: number }
  /** Those of e at which p is true. Undecided as `e and p` by Kleene: where e is and p is not false, and for 1 µs where e happens and p is unknown. */
  | { readonly op: "while"; readonly e: EventExpr; readonly p: TruthExpr }
  /** At each f with an e in [t − d, t). Undecided where e or f is. */
  | { readonly op: "then"; readonly e: EventExpr; readonly f: EventExpr; readonly durationUs: number }
  /** At s + d for each e at s with no f in (s, s + d], unless f is undecided somewhere in there. Undecided where e or f is. */
  | { readonly op: "without"; readonly e: EventExpr; readonly f: EventExpr; readonly durationUs: number };

/** A signal that a program reads. */
export interface Slot {
  /** Signal id (see model/signals.ts); a calc's signal id is `assetId/calc:<name>`. */
  readonly signal: string;
  readonly dataType: "number" | "boolean" | "text" | "enum";
  /** For an enum: how many members it lists; a sample outside them is unknown. */
  readonly memberCount?: number;
  readonly staleAfterUs?: number;
  /** `quality strict`: Uncertain counts as unknown. */
  readonly strict: boolean;
  /** Reads the prediction recorded for this signal (the newest run of the model used on it) instead of the measured one. */
  readonly predicted?: true;
}

export type Severity = "critical" | "high" | "medium" | "low";

/** A piece of a message: text to show, a value to format with unit or by its members, or what a text signal says. */
export type MessagePart =
  | { readonly text: string }
  | { readonly value: NumberExpr; readonly unit?: string; readonly members?: readonly string[] }
  | { readonly textSlot: number };

/** What a part of a message shows: a number, or what a text signal says; NaN for letters and for what is unknown. */
export type ShownValue = number | string;

export interface SourcePosition {
  /** Text id, `rules/overheating.twin`. */
  readonly file: string;
  /** UTF-16 offsets, [start, end). */
  readonly start: number;
  readonly end: number;
}

/** One rule on one asset, ready to run. */
export interface RuleProgram {
  /** `BearingOverheating@<assetId>`: unique and stable. */
  readonly id: string;
  readonly rule: string;
  readonly assetId: string;
  readonly slots: readonly Slot[];
  readonly when: TruthExpr;
  /** Absent: `not when`. */
  readonly clear?: TruthExpr;
  readonly severity: Severity;
  readonly message: readonly MessagePart[];
  readonly advise?: string;
  readonly state?: { readonly name: string; readonly member: string };
  /** After how long of an undecidable condition "cannot decide" is raised; 60 s unless the rule says otherwise. */
  readonly unknownAfterUs: number;
  /** The alarm stays until a person resets it, even where it has cleared. Intervals are not changed by it. */
  readonly latched?: true;
  /** While true the alarm is suppressed by design: not shown, not annunciated. Intervals are not changed by it. */
  readonly suppress?: TruthExpr;
  /** An alarm acknowledged and still active is annunciated anew after this long. */
  readonly realarmAfterUs?: number;
  readonly position: SourcePosition;
}

/** One calc on one asset. `value` for numbers, `truth` for conditions. */
export interface CalcProgram {
  readonly id: string;
  readonly name: string;
  readonly assetId: string;
  /** Signal id under which the results are kept. */
  readonly signal: string;
  /** UCUM code; absent for a condition. */
  readonly unit?: string;
  readonly slots: readonly Slot[];
  readonly expr: { readonly kind: "number"; readonly value: NumberExpr } | { readonly kind: "truth"; readonly truth: TruthExpr };
  readonly position: SourcePosition;
}

/** Arithmetic inside a model: over states, inputs, parameters and outputs. Conditions are 1 and 0. */
export type ModelExpr =
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "state" | "input" | "parameter" | "output"; readonly index: number }
  /** Whether a relation of the model holds: 1 or 0, kept between the instants at which it changes. */
  | { readonly op: "relation"; readonly index: number }
  /** What a delay of the model had as its value a time ago; at the start, what it has. */
  | { readonly op: "delayed"; readonly index: number }
  | { readonly op: "affine"; readonly x: ModelExpr; readonly factor: number; readonly offset: number }
  | { readonly op: "negate" | "abs" | "sqrt" | "exp" | "ln" | "sin" | "cos" | "not"; readonly x: ModelExpr }
  | { readonly op: "add" | "subtract" | "multiply" | "divide" | "pow" | "least" | "greatest" | "and" | "or"; readonly a: ModelExpr; readonly b: ModelExpr }
  /** a where `test` is 1, else b; the other is not worked out. */
  | { readonly op: "choose"; readonly test: ModelExpr; readonly a: ModelExpr; readonly b: ModelExpr }
  /** A table read at one value for each of its axes, linear in between, held beyond its ends. */
  | { readonly op: "lookup"; readonly table: ModelTable; readonly at: readonly ModelExpr[] }
  /** What derivatives of models hold; no text can say it. `slope` is that of a table along one axis. */
  | { readonly op: "sign"; readonly x: ModelExpr }
  | { readonly op: "ifBelow"; readonly a: ModelExpr; readonly b: ModelExpr; readonly whereBelow: ModelExpr; readonly whereNot: ModelExpr }
  | { readonly op: "slope"; readonly table: ModelTable; readonly at: readonly ModelExpr[]; readonly axis: number };

/** Values over one or two axes, each rising; `values` has the last axis fastest. */
export interface ModelTable {
  readonly axes: readonly (readonly number[])[];
  readonly values: readonly number[];
}

/** `delay(x, 30 s)`. How long is in seconds, of parameters and numbers alone. */
export interface ModelDelay {
  readonly x: ModelExpr;
  readonly seconds: ModelExpr;
  readonly position: SourcePosition;
}

/** a > b or a >= b. Its truth changes at a single instant, which the solver finds. */
export interface ModelRelation {
  readonly a: ModelExpr;
  readonly b: ModelExpr;
  readonly orEqual: boolean;
}

/** `when`: at the instant its condition comes true, or at each whole multiple of a period since 1970 UTC, states get new values. */
export interface ModelEvent {
  readonly when: { readonly kind: "condition"; readonly condition: ModelExpr } | { readonly kind: "every"; readonly periodUs: number };
  /** All are worked out from what was before any of them. */
  readonly sets: readonly { readonly state: number; readonly value: ModelExpr }[];
  readonly position: SourcePosition;
}

/**
 * A model whose equations are an imported FMU. Its outputs change at each multiple of the step since the run's begin; their expressions
 * hold nothing. Names are those of the FMU's variables, in the order of the model's.
 */
export interface FmuReference {
  /** Path inside the project. */
  readonly file: string;
  readonly stepUs: number;
  readonly inputs: readonly string[];
  readonly parameters: readonly string[];
  readonly outputs: readonly string[];
}

/** A model, checked and lowered, independent of any asset. Values at its boundary are in the units declared there. */
export interface ModelProgram {
  readonly name: string;
  /** `linear`: between two samples on the straight line through them, instead of held. */
  readonly inputs: readonly { readonly name: string; readonly unit: string; readonly linear?: true }[];
  /** `deviation`: one standard deviation of what is not known of the value. */
  readonly parameters: readonly { readonly name: string; readonly unit: string; readonly value: number; readonly low?: number; readonly high?: number; readonly deviation?: number }[];
  /** `initial` may read inputs and parameters; `derivative` is in the state's unit per second. */
  readonly states: readonly { readonly name: string; readonly unit: string; readonly initial: ModelExpr; readonly derivative: ModelExpr; readonly nominal?: number }[];
  /** Outputs may read states, inputs, parameters and outputs, themselves too. `start`: near which value one is looked for that is solved for, `nominal` what size it has. */
  readonly outputs: readonly { readonly name: string; readonly unit: string; readonly value: ModelExpr; readonly start?: number; readonly nominal?: number }[];
  readonly relations: readonly ModelRelation[];
  readonly delays: readonly ModelDelay[];
  readonly events: readonly ModelEvent[];
  readonly fmu?: FmuReference;
  readonly position: SourcePosition;
}

/** Where a model's input comes from: a number, or a signal in history (held), converted by factor and offset to the input's unit. */
export type InputSource =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "signal"; readonly signal: string; readonly factor: number; readonly offset: number }
  /** An output of another use in the same system. */
  | { readonly kind: "output"; readonly use: string; readonly output: number; readonly factor: number; readonly offset: number };

/** A model used on one asset. */
export interface UseProgram {
  /** `MotorThermal@<assetId>`. */
  readonly id: string;
  /** The name given by `use M as name on T`, else the model's name. */
  readonly name: string;
  readonly assetId: string;
  readonly model: ModelProgram;
  readonly inputs: readonly InputSource[];
  /** Parameter values in the model's units, in its order. */
  readonly parameters: readonly number[];
  /** `temperature ~ winding.temperature`: output against measured; factor and offset bring the output to the signal's unit. */
  readonly compared: readonly { readonly output: number; readonly signal: string; readonly factor: number; readonly offset: number; readonly unit: string }[];
  /** It runs along with the plant. */
  readonly live?: true;
  readonly position: SourcePosition;
}

/** A program that could not be made for one asset, and why (a name it lacks). */
export interface NotApplicable {
  readonly what: string;
  readonly assetId: string;
  readonly reason: string;
  readonly position: SourcePosition;
}

/** Everything the texts of a project say, for all its assets, in an order in which calcs come after those they read. */
export interface CompiledProject {
  readonly rules: readonly RuleProgram[];
  readonly calcs: readonly CalcProgram[];
  readonly uses: readonly UseProgram[];
  readonly notApplicable: readonly NotApplicable[];
}

export interface Diagnostic {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly severity: "error" | "warning";
  /** Stable word for tests and docs: `unit-mismatch`, `unknown-name`. */
  readonly code: string;
  readonly message: string;
  /** A replacement of [start, end) that mends it, where there is one. */
  readonly fix?: { readonly title: string; readonly start: number; readonly end: number; readonly text: string };
}

/** What the compiler returns: always both, whatever the input; broken parts are left out of `program`. */
export interface CompileResult {
  readonly program: CompiledProject;
  readonly diagnostics: readonly Diagnostic[];
}
