/** The syntax tree: what stands in a text, with exact places, before names and units are looked at. */
import type { Rational } from "../units/rational.ts";

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
export type ArithmeticOperator = "+" | "-" | "*" | "/";

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
}

/** A piece of a message: letters, or an expression in braces. */
export type TextPart = { readonly text: string } | { readonly value: Expression };

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
  | ({ readonly kind: "call"; readonly callee: Named; readonly operands: readonly Expression[] } & Place)
  /** What could not be read; its error has been told. */
  | ({ readonly kind: "broken" } & Place);

export interface CalcSyntax extends Place {
  readonly kind: "calc";
  readonly name: Named;
  readonly unit?: Named;
  readonly type: Named;
  readonly value: Expression;
}

export interface RuleSyntax extends Place {
  readonly kind: "rule";
  readonly name: Named;
  readonly type: Named;
  readonly when?: Expression;
  readonly clear?: Expression;
  readonly severity?: Named;
  readonly message?: { readonly parts: readonly TextPart[] } & Place;
  readonly advise?: Named;
  readonly state?: { readonly state: Named; readonly member: Named };
  readonly unknownAfter?: Expression;
  readonly strict: boolean;
  /** Whether a clause could not be read; the rule is then left out of the program. */
  readonly broken: boolean;
}

export interface ModelInputSyntax extends Place {
  readonly name: Named;
  readonly unit: Named;
}
export interface ModelParameterSyntax extends ModelInputSyntax {
  readonly value: Expression;
  readonly low?: Expression;
  readonly high?: Expression;
}
/** A state (value: at the start) or an output. */
export interface ModelValueSyntax extends ModelInputSyntax {
  readonly value: Expression;
}
export interface DerivativeSyntax extends Place {
  readonly state: Named;
  readonly value: Expression;
}

export interface ModelSyntax extends Place {
  readonly kind: "model";
  readonly name: Named;
  readonly inputs: readonly ModelInputSyntax[];
  readonly parameters: readonly ModelParameterSyntax[];
  readonly states: readonly ModelValueSyntax[];
  readonly derivatives: readonly DerivativeSyntax[];
  readonly outputs: readonly ModelValueSyntax[];
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
  readonly broken: boolean;
}

export type Definition = CalcSyntax | RuleSyntax | ModelSyntax | UseSyntax;

/** One text, read. */
export interface SyntaxTree {
  readonly file: string;
  readonly definitions: readonly Definition[];
}
