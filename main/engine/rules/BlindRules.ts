/** Rules that were blind when they were taken up, until they can decide again or have been blind for too long from then on. */
import type { RuleProgram } from "../../../shared/language/ir.ts";

export interface BlindRule {
  readonly program: RuleProgram;
  /** Since when it could not decide, by its samples. */
  readonly sinceUs: number;
  /** When the alarm is due if nothing changes. */
  readonly dueUs: number;
  readonly message: string;
}

export class BlindRules {
  readonly #waiting = new Map<string, BlindRule>();

  add(rule: BlindRule): void {
    this.#waiting.set(rule.program.id, rule);
  }

  /** It can decide again, or runs no more, or has told by itself. */
  forget(programId: string): void {
    this.#waiting.delete(programId);
  }

  /** Those whose alarm is due now; each is given once. */
  takeDue(nowUs: number): BlindRule[] {
    const due = [...this.#waiting.values()].filter(({ dueUs }) => dueUs <= nowUs);
    for (const { program } of due) this.#waiting.delete(program.id);
    return due;
  }
}
