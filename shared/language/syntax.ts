/** The syntax tree: what stands in a text, with exact places, before names and units are looked at. */
import type { Rational } from "../units/rational.ts";
import type { ImportKind } from "./words.ts";

/** UTF-16 offsets, [start, end). */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A word with its place. */
export interface Named extends Place {
  readonly name: string;
}

export type ComparisonOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "^";

export interface NumberNode extends Place {
  readonly kind: "number";
  readonly value: Rational;
  /** As written, without unit. */
  readonly digits: string;
  readonly unit?: Named;
}

export interface NameNode extends Place {
  readonly kind: "name";
  /** At least one. `bearing.temperature` is two. */
  readonly segments: readonly Named[];
  /** `children(Pump).power`: the segments are read from every asset of this type below. */
  readonly children?: Named;
  /** `T[i - 1]`, of a model's state. */
  readonly index?: Expression;
}

/** A piece of a message: letters, or an expression in braces. */
export type TextPart = { readonly text: string } | { readonly value: Expression };

export interface CallNode extends Place {
  readonly kind: "call";
  readonly callee: Named;
  readonly operands: readonly Expression[];
}

export type Expression =
  | NumberNode
  | NameNode
  | ({ readonly kind: "truth"; readonly value: boolean } & Place)
  | ({ readonly kind: "text"; readonly value: string } & Place)
  | ({ readonly kind: "negate" | "not" | "bracket"; readonly operand: Expression } & Place)
  | ({ readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Expression; readonly right: Expression; readonly operatorPlace: Place } & Place)
  | ({ readonly kind: "comparison"; readonly operator: ComparisonOperator; readonly left: Expression; readonly right: Expression; readonly operatorPlace: Place } & Place)
  | ({ readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression } & Place)
  | ({ readonly kind: "for"; readonly operand: Expression; readonly duration: Expression; readonly tolerate?: Expression } & Place)
  | ({ readonly kind: "within"; readonly operand: Expression; readonly duration: Expression } & Place)
  | ({ readonly kind: "then" | "without"; readonly left: Expression; readonly right: Expression; readonly duration: Expression } & Place)
  | ({ readonly kind: "hysteresis"; readonly operand: Expression; readonly band: Expression } & Place)
  | ({ readonly kind: "every"; readonly operand: Expression; readonly period: Expression } & Place)
  /** Behind a window or an aggregate, which is the operand. */
  | ({ readonly kind: "coverage"; readonly operand: CallNode; readonly share: Expression } & Place)
  /** Behind `total(…)`, which is the operand. */
  | ({ readonly kind: "since"; readonly operand: CallNode; readonly event: Expression } & Place)
  | CallNode
  /** What could not be read; its error has been told. */
  | ({ readonly kind: "broken" } & Place);

export interface CalcSyntax extends Place {
  readonly kind: "calc";
  readonly name: Named;
  readonly unit?: Named;
  readonly type: Named;
  readonly value: Expression;
  /** Its `///` lines. */
  readonly doc?: string;
}

/** `limit hot : degC = 80`: a number of a rule that an override may change for one asset. */
export interface LimitSyntax extends Place {
  readonly name: Named;
  readonly unit: Named;
  readonly value: Expression;
}

/** What a rule says, whether it stands in the rule or in a template. */
export interface RuleClauses {
  readonly limits: readonly LimitSyntax[];
  readonly when?: Expression;
  readonly clear?: Expression;
  readonly severity?: Named;
  readonly message?: { readonly parts: readonly TextPart[] } & Place;
  readonly advise?: Named;
  readonly state?: { readonly state: Named; readonly member: Named };
  readonly unknownAfter?: Expression;
  readonly strict: boolean;
  readonly latched: boolean;
  readonly suppress?: Expression;
  readonly realarmAfter?: Expression;
}

export interface RuleSyntax extends Place, RuleClauses {
  readonly kind: "rule";
  readonly name: Named;
  readonly type: Named;
  /** `rule R on T = Template(…)`: the clauses are the template's. */
  readonly from?: { readonly template: Named; readonly operands: readonly Expression[] } & Place;
  readonly doc?: string;
  /** Whether a clause could not be read; the rule is then left out of the program. */
  readonly broken: boolean;
}

/** A parameter of a def or template: a number in a unit, or one of `PARAMETER_KINDS`. */
export interface ParameterSyntax extends Place {
  readonly name: Named;
  readonly unit: Named;
  readonly value?: Expression;
}

/** `def overheated(x : degC, limit : degC) = x > limit`. */
export interface DefSyntax extends Place {
  readonly kind: "def";
  readonly name: Named;
  readonly parameters: readonly ParameterSyntax[];
  readonly value: Expression;
  readonly doc?: string;
}

export interface TemplateSyntax extends Place, RuleClauses {
  readonly kind: "template";
  readonly name: Named;
  readonly parameters: readonly ParameterSyntax[];
  readonly doc?: string;
  readonly broken: boolean;
}

/** `override R on Asset { hot = 85 degC }`. */
export interface OverrideSyntax extends Place {
  readonly kind: "override";
  readonly rule: Named;
  /** The asset's name, with those of the assets it is part of where one is not enough. */
  readonly asset: NameNode;
  readonly settings: readonly ({ readonly name: Named; readonly value: Expression } & Place)[];
  readonly broken: boolean;
}

export interface ImportSyntax extends Place {
  readonly kind: "import";
  /** The file's path inside the project, with the place of the text. */
  readonly file: Named;
}

/** A line of a model that declares a name in a unit. */
export interface ModelLineSyntax extends Place {
  readonly name: Named;
  readonly unit: Named;
  /** `from "u1"`, of a model that is a file: the name of the variable there, with the place of the text. */
  readonly from?: Named;
}
export interface ModelInputSyntax extends ModelLineSyntax {
  /** `input x : UNIT linear`: between two samples on the line through them. */
  readonly linear: boolean;
}
export interface ModelParameterSyntax extends ModelLineSyntax {
  readonly value: Expression;
  /** `= 0.05 ± 0.005`: one standard deviation of what is not known of it. */
  readonly deviation?: Expression;
  readonly low?: Expression;
  readonly high?: Expression;
}
/** A state and its value at the start. */
export interface ModelValueSyntax extends ModelLineSyntax {
  /** `state T[10]`: how many there are of it. */
  readonly count?: Expression;
  readonly value: Expression;
  /** `nominal 0.1 K`: what size it has when it is of interest. */
  readonly nominal?: Expression;
}
/** Without a value in a model that is a file. */
export interface ModelOutputSyntax extends Omit<ModelValueSyntax, "value"> {
  readonly value?: Expression;
  /** `start 10 m3/h`: near which value it is looked for where it is solved for. */
  readonly guess?: Expression;
}
/** `= fmu "models/chiller.fmu" step 1 s`, or `onnx` in its place. */
export interface ModelImportSyntax extends Place {
  readonly kind: ImportKind;
  readonly file: Named;
  readonly step: Expression;
}
/** `table head(flow : m3/h) : m = (0, 32), (20, 30)`: points of one or two arguments and the value there; or `from "models/curve.csv"`. */
export interface ModelTableSyntax extends ModelLineSyntax {
  readonly arguments: readonly { readonly name: Named; readonly unit: Named }[];
  readonly points: readonly ({ readonly values: readonly Expression[] } & Place)[];
  /** The file that has the points instead. */
  readonly file?: Named;
}
/** `when condition { state = value }`, or `when every 30 min { … }`. */
export interface ModelEventSyntax extends Place {
  readonly when: { readonly kind: "condition" | "every"; readonly expression: Expression };
  readonly sets: readonly { readonly state: ElementSyntax; readonly value: Expression }[];
}
/** A state where it is moved or set, or one of its elements. */
export interface ElementSyntax extends Named {
  readonly index?: Expression;
}
/** `each i in 2 .. 9 { … }`. */
export interface EachSyntax extends Place {
  readonly variable: Named;
  readonly from: Expression;
  readonly to: Expression;
}
export interface DerivativeSyntax extends Place {
  readonly state: ElementSyntax;
  readonly value: Expression;
  /** The block that it stands in, for whose every number it holds. */
  readonly each?: EachSyntax;
}

export interface ModelSyntax extends Place {
  readonly kind: "model";
  readonly name: Named;
  readonly imported?: ModelImportSyntax;
  readonly inputs: readonly ModelInputSyntax[];
  readonly parameters: readonly ModelParameterSyntax[];
  readonly states: readonly ModelValueSyntax[];
  readonly derivatives: readonly DerivativeSyntax[];
  readonly outputs: readonly ModelOutputSyntax[];
  readonly tables: readonly ModelTableSyntax[];
  readonly events: readonly ModelEventSyntax[];
  readonly doc?: string;
  readonly broken: boolean;
}

export interface UseSyntax extends Place {
  readonly kind: "use";
  readonly model: Named;
  /** `use M as name on T`. */
  readonly alias?: Named;
  readonly type: Named;
  readonly settings: readonly ({ readonly name: Named; readonly value: Expression } & Place)[];
  /** `output ~ signal`. */
  readonly comparisons: readonly ({ readonly output: Named; readonly signal: NameNode } & Place)[];
  /** The line `live`: it runs along with the plant. */
  readonly live?: Place;
  readonly doc?: string;
  readonly broken: boolean;
}

export type Definition = CalcSyntax | RuleSyntax | ModelSyntax | UseSyntax | DefSyntax | TemplateSyntax | OverrideSyntax | ImportSyntax;

/** One text, read. */
export interface SyntaxTree {
  readonly file: string;
  readonly definitions: readonly Definition[];
}
