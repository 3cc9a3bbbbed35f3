/** The sentences of alarms: a rule's message with its values, and what to say when a rule cannot decide. */
import type { MessagePart, RuleProgram, ShownValue } from "../../../shared/language/ir.ts";
import { withUnit } from "../../../shared/units/displayUnit.ts";

/** Enough for a glance; exact values are a click away. */
const SIGNIFICANT_DIGITS = 4;

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return Math.abs(rounded) >= 1e6 || (rounded !== 0 && Math.abs(rounded) < 1e-3) ? rounded.toExponential() : String(rounded);
}

/** Of a text that a signal says: more would drown the sentence. */
const MOST_LETTERS = 80;

function partText(part: MessagePart, value: ShownValue): string {
  if ("text" in part) return part.text;
  if (typeof value === "string") return value.length > MOST_LETTERS ? `${value.slice(0, MOST_LETTERS)}…` : value;
  if (Number.isNaN(value) || "textSlot" in part) return "unknown";
  if (part.members) return part.members[value] ?? String(value);
  return part.unit === undefined ? numberText(value) : withUnit(numberText(value), part.unit);
}

/** `values[k]` belongs to part k; NaN is unknown. */
export function alarmMessage(program: RuleProgram, values: readonly ShownValue[]): string {
  const text = program.message.map((part, index) => partText(part, values[index] ?? NaN)).join("");
  return text === "" ? program.rule : text;
}

/** `signals`: names of the signals that were unknown, as people know them. */
export function cannotDecideMessage(program: RuleProgram, signals: readonly string[]): string {
  if (signals.length === 0) return `${program.rule} cannot decide: its signals are known again, but not for long enough yet.`;
  const [first, second, ...more] = signals;
  const listed = second === undefined ? first : more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
  return `${program.rule} cannot decide: ${listed} ${second === undefined ? "is" : "are"} unknown.`;
}
