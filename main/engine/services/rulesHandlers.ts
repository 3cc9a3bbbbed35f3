/** `rulesService` over the rules engine. */
import type { Handlers } from "../../../shared/contract/define.ts";
import type { rulesService } from "../../../shared/contract/rules.ts";
import { groupBy } from "../../../shared/collections.ts";
import { calcSignals } from "../../../shared/language/compile.ts";
import { listVersions, readVersion, type OutsideEdits, type ProjectStore } from "../project/index.ts";
import { applicationOf, checkApplication, type RulesEngine } from "../rules/index.ts";
import type { Operator } from "./Operator.ts";
import { alarmFrames } from "./alarmFrames.ts";
import { latest } from "./streams.ts";

const STATUS_INTERVAL_MS = 200;
/** Fast enough that a raised alarm is on screen at once, slow enough for a flood. */
const ALARM_INTERVAL_MS = 200;

export interface RulesHandlerParts {
  readonly rules: RulesEngine;
  readonly operator: Operator;
  readonly store: ProjectStore;
  readonly outside: OutsideEdits;
}

export function rulesHandlers({ rules, operator, store, outside }: RulesHandlerParts): Handlers<typeof rulesService> {
  const onChange = (listener: () => void) => rules.onChange(listener);
  const watch = <T>(read: () => T, signal: AbortSignal) => latest({ subscribe: onChange, read, signal, minIntervalMs: STATUS_INTERVAL_MS });
  return {
    status: (_input, { signal }) => watch(() => [...rules.status], signal),
    calcSignals: (_input, { signal }) => watch(() => calcSignals(rules.program, store.project), signal),
    preview: (draft, { client, signal }) => rules.preview(draft, client, signal),
    apply: async ({ texts, why }) => {
      const named = texts.map(({ file: id, text, seen }) => ({ id, text, ...(seen !== undefined && { seen }) }));
      await outside.look();
      checkApplication(store.project, named);
      store.change(applicationOf(named, why), operator.name);
      await store.flush();
    },
    versions: async ({ file }) => ({ versions: await listVersions(store.folder, file) }),
    versionText: async ({ file, version }) => ({ text: await readVersion(store.folder, file, version) }),
    running: () => ({
      rules: [...groupBy(rules.program.rules, ({ rule }) => rule)].map(([rule, programs]) => ({ rule, file: programs[0]?.position.file ?? "", assets: programs.map(({ assetId }) => assetId) })).toSorted((a, b) => a.rule.localeCompare(b.rule)),
    }),
    explain: (asked, { signal }) => rules.explain(asked, signal),
    backtest: ({ rule, span, run, saved = false }, caller) =>
      rules.backtest({ saved, ...(run !== undefined && { run }), ...(rule !== undefined && { rule }), ...(span.fromUs !== undefined && { fromUs: span.fromUs }), ...(span.toUs !== undefined && { toUs: span.toUs }) }, caller),
    alarms: (_input, { signal }) => alarmFrames({ subscribe: (listener) => rules.onAlarms(listener), read: () => rules.alarms, signal, minIntervalMs: ALARM_INTERVAL_MS }),
    alarmsIn: async ({ span, limit, rule }) => ({ alarms: await rules.alarmsIn({ ...span, limit, rule }) }),
    acknowledge: ({ alarms, note }) => rules.acknowledge(alarms, operator.name, note),
    states: (_input, { signal }) => watch(() => rules.states, signal),
    statesAt: ({ tUs }) => rules.statesAt(tUs),
  };
}
