/**
 * The typed intermediate form: what the checker lowers every rule, calc and model to, and all that the machines read.
 *
 * Everything is resolved: signals are slots, units are gone (conversions stand as `affine` nodes with the factors the
 * checker computed exactly), durations are µs, parameters are numbers. One program is made per rule and asset.
 * Plain data: it crosses threads as it is. It never holds a name from the project except in `slots` and texts to show.
 */

/** Numeric expressions. Unknown operands give unknown; division by zero and overflow give unknown. */
export type NumberExpr =
  | { readonly op: "number"; readonly value: number }
  /** The value of signal `slot` (a number; booleans and enum indexes are numbers in samples too). */
  | { readonly op: "signal"; readonly slot: number }
  /** x · factor + offset, in this order, in doubles: unit conversion. */
  | { readonly op: "affine"; readonly x: NumberExpr; readonly factor: number; readonly offset: number }
  | { readonly op: "negate"; readonly x: NumberExpr }
  | { readonly op: "add" | "subtract" | "multiply" | "divide"; readonly a: NumberExpr; readonly b: NumberExpr }
  | { readonly op: "abs"; readonly x: NumberExpr }
  | { readonly op: "sqrt"; readonly x: NumberExpr }
  | { readonly op: "least" | "greatest"; readonly a: NumberExpr; readonly b: NumberExpr };

/** Conditions in Kleene's three-valued logic. */
export type TruthExpr =
  | { readonly op: "truth"; readonly value: boolean }
  /** A boolean signal: true where its value is not 0. */
  | { readonly op: "truthSignal"; readonly slot: number }
  | { readonly op: "compare"; readonly kind: "<" | "<=" | ">" | ">=" | "==" | "!="; readonly a: NumberExpr; readonly b: NumberExpr }
  /** A text signal against a constant. */
  | { readonly op: "compareText"; readonly kind: "==" | "!="; readonly slot: number; readonly text: string }
  | { readonly op: "not"; readonly x: TruthExpr }
  | { readonly op: "and" | "or"; readonly a: TruthExpr; readonly b: TruthExpr }
  /** `p for d [tolerate g]` of the language reference. Durations in whole µs above zero. */
  | { readonly op: "for"; readonly p: TruthExpr; readonly durationUs: number; readonly tolerateUs?: number }
  | { readonly op: "within"; readonly p: TruthExpr; readonly durationUs: number };

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
}

export type Severity = "critical" | "high" | "medium" | "low";

/** A piece of a message: text to show, or a value to format with unit. */
export type MessagePart = { readonly text: string } | { readonly value: NumberExpr; readonly unit?: string; readonly members?: readonly string[] };

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

/** Arithmetic inside a model: over states, inputs, parameters and earlier outputs, all in SI-coherent units of the checker's choice. */
export type ModelExpr =
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "state" | "input" | "parameter" | "output"; readonly index: number }
  | { readonly op: "affine"; readonly x: ModelExpr; readonly factor: number; readonly offset: number }
  | { readonly op: "negate" | "abs" | "sqrt" | "exp" | "ln" | "sin" | "cos"; readonly x: ModelExpr }
  | { readonly op: "add" | "subtract" | "multiply" | "divide" | "pow" | "least" | "greatest"; readonly a: ModelExpr; readonly b: ModelExpr };

/** A model, checked and lowered, independent of any asset. Values at its boundary are in the units declared there. */
export interface ModelProgram {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly unit: string }[];
  readonly parameters: readonly { readonly name: string; readonly unit: string; readonly value: number; readonly low?: number; readonly high?: number }[];
  /** `initial` may read inputs and parameters; `derivative` is in the state's unit per second. */
  readonly states: readonly { readonly name: string; readonly unit: string; readonly initial: ModelExpr; readonly derivative: ModelExpr }[];
  /** Outputs may read states, inputs, parameters and outputs before them. */
  readonly outputs: readonly { readonly name: string; readonly unit: string; readonly value: ModelExpr }[];
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
