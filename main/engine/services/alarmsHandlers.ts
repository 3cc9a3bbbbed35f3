/** `alarmsService` over the alarm book and the rules. What a person does is answered once it is on disk. */
import type { alarmsService } from "../../../shared/contract/alarms.ts";
import type { Handlers } from "../../../shared/contract/define.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { readWithholdingsCsv } from "../../../shared/alarms/withholdingsCsv.ts";
import { subtreeOf } from "../../../shared/model/edits/edit.ts";
import type { Project } from "../../../shared/model/project.ts";
import { alarmFigures } from "../../../shared/alarms/figures.ts";
import { backtestOccurrences, recordedOccurrences, type Deed } from "../alarms/index.ts";
import type { RulesEngine } from "../rules/index.ts";
import type { Operator } from "./Operator.ts";
import { latest } from "./streams.ts";

/** What is withheld is looked at, not watched. */
const WITHHELD_INTERVAL_MS = 500;

export interface AlarmsHandlerParts {
  readonly rules: RulesEngine;
  readonly operator: Operator;
  readonly clock: Clock;
  readonly project: () => Project;
}

export function alarmsHandlers({ rules, operator, clock, project }: AlarmsHandlerParts): Handlers<typeof alarmsService> {
  const { book } = rules;
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
    importWithholdings: async ({ csv, apply }) => {
      const { rows, problems } = readWithholdingsCsv(csv, { project: project(), runs: (rule, assetId) => rules.isRunning(rule, assetId), nowUs: clock() });
      if (apply) await kept(() => rows.forEach(({ reason, ...what }) => book.withhold(what, deed(reason))));
      return { rows: rows.length, problems };
    },
    figures: async ({ span, source, rule, asset }, caller) => {
      const assets = asset === undefined ? undefined : new Set([asset, ...subtreeOf(project(), [asset])]);
      if (source.kind === "recorded") return alarmFigures(await recordedOccurrences((question) => book.within(question), span, { rule, assets }), span);
      const { results } = await rules.backtest({ ...span, drafts: source.drafts, ...(rule !== undefined && { rule }), ...(assets && { assets }) }, caller);
      return alarmFigures(backtestOccurrences(results), span);
    },
    returnToService: ({ withholdings, reason }) => kept(() => book.release(withholdings, deed(reason))),
  };
}
