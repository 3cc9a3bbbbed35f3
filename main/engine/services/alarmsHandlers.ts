/** `alarmsService` over the alarm book. What a person does is answered once it is on disk. */
import type { alarmsService } from "../../../shared/contract/alarms.ts";
import type { Handlers } from "../../../shared/contract/define.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { AlarmBook, Deed } from "../alarms/index.ts";
import type { Operator } from "./Operator.ts";
import { latest } from "./streams.ts";

/** What is withheld is looked at, not watched. */
const WITHHELD_INTERVAL_MS = 500;

export interface AlarmsHandlerParts {
  readonly book: AlarmBook;
  readonly operator: Operator;
  readonly clock: Clock;
}

export function alarmsHandlers({ book, operator, clock }: AlarmsHandlerParts): Handlers<typeof alarmsService> {
  const deed = (reason?: string): Deed => ({ atUs: clock(), by: operator.name, ...(reason !== undefined && { reason }) });
  const kept = (work: () => void): Promise<void> => {
    work();
    return book.written();
  };
  return {
    withheld: (_input, { signal }) => latest({
      subscribe: (listener) => book.onChange(() => listener()),
      read: () => ({ withholdings: book.withholdings, alarms: book.open.filter((alarm) => alarm.withheld) }),
      signal, minIntervalMs: WITHHELD_INTERVAL_MS,
    }),
    events: async ({ alarm }) => ({ events: await book.eventsOf(alarm) }),
    comment: ({ alarms, text }) => kept(() => book.comment(alarms, deed(text))),
    reset: ({ alarms, reason }) => kept(() => book.reset(alarms, deed(reason))),
    shelve: ({ alarms, durationUs, reason }) => kept(() => book.shelve(alarms, durationUs === undefined ? undefined : clock() + durationUs, deed(reason))),
    unshelve: ({ withholdings, reason }) => kept(() => book.release(withholdings, deed(reason))),
    takeOutOfService: ({ targets, reason }) => kept(() => {
      for (const target of targets) book.withhold({ kind: "out-of-service", assetId: target.assetId, ...(target.rule !== undefined && { rule: target.rule }) }, deed(reason));
    }),
    returnToService: ({ withholdings, reason }) => kept(() => book.release(withholdings, deed(reason))),
  };
}
