/**
 * The words that generated code is made of: numbers, operators, helper names and slot indices, never a string or a name
 * from the project. Everything that writes code for models writes it with these.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ModelExpr, ModelTable } from "../../../shared/language/ir.ts";
import { cos, exp, ln, pow, sin } from "../../../shared/math/elementary.ts";
import { past, pastSlope, type DelayLine } from "./DelayLine.ts";
import { lookup1, lookup2, slope1, slope2 } from "./tables.ts";

/** First index of one use's values in the system's arrays. */
export interface Offset {
  readonly state: number;
  readonly input: number;
  readonly parameter: number;
  readonly output: number;
  readonly relation: number;
  readonly delayed: number;
}

/** What generated code may call. */
const helpers = { abs: Math.abs, sqrt: Math.sqrt, exp, ln, sin, cos, pow, least, greatest, sign: Math.sign, ifBelow, lookup1, lookup2, slope1, slope2, past, pastSlope };
const helperNames = Object.keys(helpers);

export type SlotOp = "state" | "input" | "parameter" | "output" | "relation";
/** An operation of a model, or one that only derivatives of models need. */
export type Operation = Exclude<ModelExpr["op"], "number" | "affine" | "lookup" | "slope" | "delayed" | SlotOp>;

const ARRAYS = { state: "y", input: "u", parameter: "p", output: "out", relation: "r" } as const;
/** Conditions are 1 and 0, so that `and` is the product and `or` the union of their bits. */
const INFIX: Partial<Record<Operation, string>> = { add: "+", subtract: "-", multiply: "*", divide: "/", and: "*", or: "|" };

/** What generated code reads beside the arrays of values, by the numbers that stand in it. */
export interface CodeParts {
  readonly tables: readonly ModelTable[];
  readonly delays: readonly DelayLine[];
  readonly loops?: readonly unknown[];
}

/** A function of the arguments named, from its generated body and what that reads. Call in a worker only. */
export function compileFunction(args: readonly string[], body: string, { tables, delays, loops = [] }: CodeParts): unknown {
  return new Function("tables", "delays", "loops", ...helperNames, `"use strict";return function(${args.join(",")}){${body}}`)(tables, delays, loops, ...Object.values(helpers));
}

/** One operation on operands that are text already. */
export function operationText(op: Operation, operands: readonly string[]): string {
  const infix = INFIX[op];
  if (infix !== undefined) return `(${operands.join(infix)})`;
  if (op === "negate") return `(-${operands[0]})`;
  if (op === "not") return `(1-${operands[0]})`;
  return op === "choose" ? `(${operands[0]}?${operands[1]}:${operands[2]})` : `${op}(${operands.join(",")})`;
}

/** A table read at operands that are text already; along an axis its rise. */
export function tableText(number: number, operands: readonly string[], axis?: number): string {
  if (operands.length < 1 || operands.length > 2) return fail("a table has neither one axis nor two");
  const along = axis === undefined ? [] : [String(slotIndex(axis))];
  return `${axis === undefined ? "lookup" : "slope"}${operands.length}(${[`tables[${slotIndex(number)}]`, ...along, ...operands].join(",")})`;
}

/** What a delay gives at the instant that the clock's state says, or how fast that moves with it. */
export function delayText(index: number, clock: number | undefined, isSlope = false): string {
  if (clock === undefined) return fail("a delay has no clock");
  return `${isSlope ? "pastSlope" : "past"}(delays[${slotIndex(index)}],y[${slotIndex(clock)}])`;
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
