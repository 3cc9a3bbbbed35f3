/** Tables of a model: their points make a grid, whole and in any order, and are read like a function. */
import type { ExpressionChecker, TableMeaning } from "./ExpressionChecker.ts";
import type { ModelTable } from "./ir.ts";
import type { CallNode, ModelTableSyntax, Place } from "./syntax.ts";
import { assign } from "./assign.ts";
import type { Arithmetic, Typed } from "./typed.ts";

/** A page of numbers. What is larger is data, not a text, and stands in a file. */
export const MOST_POINTS_IN_TEXT = 2_000;
/** A machine's whole map; the text is compiled with every keystroke. */
export const MOST_POINTS_IN_FILE = 50_000;
const MAX_AXES = 2;

interface Trouble {
  readonly place: Place;
  readonly message: string;
}

/**
 * The grid that these points make; `values` are theirs, arguments first, in the units declared. `placeOf` is where a point stands,
 * `most` how many there may be.
 */
export function gridOf({ name, arguments: names }: Pick<ModelTableSyntax, "name" | "arguments">, values: readonly (readonly number[])[], { most, placeOf }: { readonly most: number; readonly placeOf: (point: number) => Place }): ModelTable | Trouble {
  if (names.length > MAX_AXES) return { place: name, message: `A table is read at one or two values, not ${names.length}.` };
  if (values.length > most) return { place: name, message: `Table ${name.name} has more than ${most.toLocaleString("en")} points.` };
  const axes = names.map((_, axis) => [...new Set(values.map((point) => point[axis] ?? 0))].sort((a, b) => a - b));
  const short = axes.findIndex((axis) => axis.length < 2);
  if (short >= 0) return { place: name, message: `Table ${name.name} needs at least two values of ${names[short]?.name.name ?? ""}: it is a line between points.` };
  const width = axes[1]?.length ?? 1;
  const size = (axes[0]?.length ?? 0) * width;
  const whole = "of two arguments each value of one goes with each of the other.";
  if (size > most * MAX_AXES) return { place: name, message: `Table ${name.name} is no whole grid: ${whole}` };
  const places = axes.map((axis) => new Map(axis.map((value, place) => [value, place])));
  const grid = Array.from({ length: size }, (): number | undefined => undefined);
  for (const [index, point] of values.entries()) {
    const at = (places[0]?.get(point[0] ?? 0) ?? 0) * width + (places[1]?.get(point[1] ?? 0) ?? 0);
    if (grid[at] !== undefined) return { place: placeOf(index), message: `Table ${name.name} has this point twice.` };
    grid[at] = point[axes.length];
  }
  const missing = grid.indexOf(undefined);
  if (missing >= 0) return { place: name, message: `Table ${name.name} has no value at (${axes[0]?.[Math.floor(missing / width)]}, ${axes[1]?.[missing % width]}): ${whole}` };
  return { axes, values: grid.map((value) => value ?? 0) };
}

/** `head(flow)`: a table of the model, read. */
export function checkTableCall<L extends object>(checker: ExpressionChecker<L>, table: TableMeaning<L>, call: CallNode): Typed<L> | undefined {
  const { name } = call.callee;
  if (call.operands.length !== table.arguments.length) return checker.tell(call, "arguments", `Table ${name} is read as ${name}(${table.arguments.map((argument) => argument.name).join(", ")}).`);
  const at: Arithmetic<L>[] = [];
  for (const [index, operand] of call.operands.entries()) {
    const argument = table.arguments[index];
    const typed = checker.number(operand);
    const node = typed && argument && assign(typed, argument.unit, argument.name, operand, checker.sink);
    if (node) at.push(node);
  }
  return at.length === call.operands.length ? { kind: "number", node: table.read(at), unit: table.unit, sort: "plain" } : undefined;
}
