/** After rules were taken up (a start, an edit): brings the alarm book to where history says they stand. */
import type { RuleProgram, ShownValue } from "../../../shared/language/ir.ts";
import type { Stretch } from "../../../shared/language/machines/index.ts";
import type { AlarmBook, AlarmKind } from "../alarms/index.ts";
import { programOf } from "../alarms/index.ts";
import type { BlindRules } from "./BlindRules.ts";
import type { Begun } from "./LiveRules.ts";

export interface Messages {
  rule(program: RuleProgram, values: readonly ShownValue[]): string;
  cannotDecide(program: RuleProgram, slots: readonly number[]): string;
}

/**
 * Clears alarms that ended while nobody watched, raises those that began, and leaves those that last as they are. A rule
 * that is blind as it is taken up is handed to `waiting` instead: after a pause of ours every signal is unknown until its
 * source is back, and an alarm for that would tell nobody anything.
 */
export function reconcileAlarms(book: AlarmBook, begun: readonly Begun[], messages: Messages, waiting: BlindRules): void {
  for (const { instance, stretches, atUs, messageValues } of begun) {
    const { program } = instance;
    settle(book, program, "rule", stretches.active, atUs, () => messages.rule(program, messageValues));
    // One that was told before stays told, even where its beginning is not known any more.
    const told = book.activeOf(program.id, "cannot-decide") !== undefined;
    const counted = stretches.unknown.filter((stretch) => stretch.decidedUs <= atUs || (told && stretch.toUs === Infinity));
    const message = (): string => messages.cannotDecide(program, instance.unknownSlots(atUs));
    const lasting = counted.at(-1)?.toUs === Infinity ? counted.at(-1) : undefined;
    if (told || !lasting) settle(book, program, "cannot-decide", counted, atUs, message);
    else waiting.add({ program, sinceUs: lasting.fromUs, dueUs: atUs + program.unknownAfterUs, message: message() });
  }
}

/** Returns the active alarms of rules that run no more to normal. */
export function clearOrphans(book: AlarmBook, running: ReadonlyMap<string, RuleProgram>, atUs: number): void {
  for (const alarm of book.open) if (!running.has(programOf(alarm))) book.clear(programOf(alarm), alarm.kind, atUs);
}

function settle(book: AlarmBook, program: RuleProgram, kind: AlarmKind, stretches: readonly Stretch[], atUs: number, message: () => string): void {
  const last = stretches.at(-1);
  const lasting = last?.toUs === Infinity ? last : undefined;
  const known = book.activeOf(program.id, kind);
  if (known) {
    const own = stretches.find((stretch) => stretch.fromUs <= known.sinceUs && known.sinceUs < stretch.toUs);
    const endUs = own?.toUs ?? (lasting ? Infinity : atUs);
    if (endUs !== Infinity) book.clear(program.id, kind, endUs);
  }
  if (lasting) book.raise(program, kind, lasting.fromUs, message(), atUs);
}
