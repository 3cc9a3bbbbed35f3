/**
 * The words that generated code is made of: numbers, operators, helper names and slot indices, never a string or a name
 * from the project. Everything that writes code for models writes it with these.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ModelExpr } from "../../../shared/language/ir.ts";
import { cos, exp, ln, pow, sin } from "../../../shared/math/elementary.ts";

/** First index of one use's values in the system's arrays. */
export interface Offset {
  readonly state: number;
  readonly input: number;
  readonly parameter: number;
  readonly output: number;
}

/** What generated code may call. */
const helpers = { abs: Math.abs, sqrt: Math.sqrt, exp, ln, sin, cos, pow, least, greatest, sign: Math.sign, ifBelow };
const helperNames = Object.keys(helpers);

export type SlotOp = "state" | "input" | "parameter" | "output";
/** An operation of a model, or one that only derivatives of models need. */
export type Operation = Exclude<ModelExpr["op"], "number" | "affine" | SlotOp>;

const ARRAYS = { state: "y", input: "u", parameter: "p", output: "out" } as const;
const INFIX: Partial<Record<Operation, string>> = { add: "+", subtract: "-", multiply: "*", divide: "/" };

/** A function of the arguments named, from its generated body. Call in a worker only. */
export function compileFunction(args: readonly string[], body: string): unknown {
  return new Function(...helperNames, `"use strict";return function(${args.join(",")}){${body}}`)(...Object.values(helpers));
}

/** One operation on operands that are text already. */
export function operationText(op: Operation, operands: readonly string[]): string {
  const infix = INFIX[op];
  if (infix !== undefined) return `(${operands.join(infix)})`;
  return op === "negate" ? `(-${operands[0]})` : `${op}(${operands.join(",")})`;
}

export function affineText(x: string, factor: number, offset: number): string {
  return `(${x}*${literal(factor)}+${literal(offset)})`;
}

export function slotText(op: SlotOp, at: Offset, index: number): string {
  return `${ARRAYS[op]}[${at[op] + slotIndex(index)}]`;
}

export function slotIndex(index: number): number {
  return Number.isInteger(index) && index >= 0 ? index : fail("a model refers to a slot that does not exist");
}

export function literal(value: number): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return fail("a model holds a constant that is no finite number");
  return Object.is(value, -0) ? "(-0)" : `(${value})`;
}

function least(a: number, b: number): number {
  return a !== a || b !== b ? NaN : a < b ? a : b;
}

function greatest(a: number, b: number): number {
  return a !== a || b !== b ? NaN : a > b ? a : b;
}

/** Which of two derivatives counts: that of the lesser value's, or the other. */
function ifBelow(a: number, b: number, whereBelow: number, whereNot: number): number {
  return a < b ? whereBelow : whereNot;
}

export function fail(what: string): never {
  throw new TwinError("internal", `The simulation cannot be compiled: ${what}.`);
}
