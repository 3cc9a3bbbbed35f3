/**
 * Suppression by design: a rule's `suppress` runs as a program of its own beside the rule, with the same machines, and its
 * transitions withhold the rule's alarms. Backtests never see these programs, so suppression changes no interval.
 *
 * Silence is not safety here either: a `suppress` that has been unknown for the rule's `unknown after` suppresses no more
 * until it can decide again.
 */
import type { RuleProgram } from "../../../shared/language/ir.ts";
import type { AlarmTransition } from "../../../shared/language/machines/index.ts";
import type { AlarmBook } from "../alarms/index.ts";
import { programOf } from "../alarms/index.ts";
import { BlindRules } from "./BlindRules.ts";
import type { Begun } from "./LiveRules.ts";

const PREFIX = "suppress ";

export class Suppressions {
  readonly #book: AlarmBook;
  /** Programs whose condition holds, by id. */
  readonly #holding = new Set<string>();
  readonly #blind = new Set<string>();
  /** Blind as they were taken up: after a pause every signal is unknown until its source is back. */
  readonly #waiting = new BlindRules();

  constructor(book: AlarmBook) {
    this.#book = book;
  }

  /** The programs that decide on suppression, one for each rule that can be suppressed. */
  programs(rules: readonly RuleProgram[]): RuleProgram[] {
    return rules.flatMap(({ suppress, clear: _ownClear, state: _ownState, ...rule }) => (suppress ? [{ ...rule, id: PREFIX + rule.id, when: suppress, message: [] }] : []));
  }

  isOne(program: RuleProgram): boolean {
    return program.id.startsWith(PREFIX);
  }

  /** Some were taken up: where they stand is where their past says, and what no rule suppresses any more comes back. */
  settle(begun: readonly Begun[], rules: ReadonlyMap<string, RuleProgram>, atUs: number): void {
    for (const { instance: { program }, stretches } of begun) {
      if (stretches.active.at(-1)?.toUs === Infinity) this.#holding.add(program.id);
      else this.#holding.delete(program.id);
      this.#blind.delete(program.id);
      const blind = stretches.unknown.at(-1);
      // One that is not decided yet is told by the program itself when it is.
      if (blind?.toUs === Infinity && blind.decidedUs <= atUs) this.#waiting.add({ program, sinceUs: blind.fromUs, dueUs: atUs + program.unknownAfterUs, message: "" });
      else this.#waiting.forget(program.id);
      this.#decide(program, stretches.active.at(-1)?.fromUs ?? atUs, atUs);
    }
    for (const { kind, rule, assetId } of this.#book.withholdings) {
      if (kind === "suppressed" && rule !== undefined && !rules.get(programOf({ rule, assetId }))?.suppress) this.#book.suppress({ rule, assetId }, false, atUs);
    }
  }

  onTransition(program: RuleProgram, { kind, atUs }: AlarmTransition): void {
    if (kind === "raised") this.#holding.add(program.id);
    else if (kind === "cleared") this.#holding.delete(program.id);
    else if (kind === "cannot-decide") this.#blind.add(program.id);
    else this.#blind.delete(program.id);
    if (kind === "cannot-decide" || kind === "can-decide") this.#waiting.forget(program.id);
    this.#decide(program, atUs, atUs);
  }

  tick(nowUs: number): void {
    for (const { program } of this.#waiting.takeDue(nowUs)) {
      this.#blind.add(program.id);
      this.#decide(program, nowUs, nowUs);
    }
  }

  #decide(program: RuleProgram, sinceUs: number, atUs: number): void {
    const isSuppressed = this.#holding.has(program.id) && !this.#blind.has(program.id);
    this.#book.suppress(program, isSuppressed, isSuppressed ? sinceUs : atUs);
  }
}
