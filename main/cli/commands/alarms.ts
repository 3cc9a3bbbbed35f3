/** `alarms DIR`: the alarms that stand now, those of a span, or how the alarm system performed over it. */
import type { AlarmActor, AlarmFigures } from "../../../shared/alarms/figures.ts";
import { FIGURE_ROWS, figureText } from "../../../shared/alarms/figureRows.ts";
import { followStanding } from "../../../shared/alarms/standingAlarms.ts";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import { MOST_ALARMS, type Alarm } from "../../../shared/contract/rules.ts";
import { formatPath } from "../../../shared/model/path.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { formatIso, systemClock, US_PER_S, type Span } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { flag, textOption, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { usageError } from "../usage.ts";
import { withEngine } from "../withEngine.ts";

export const alarmsCommand: Command = {
  options: { ...spanOptions, rule: { type: "string" }, performance: { type: "boolean" }, backtest: { type: "boolean" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    await withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const span = spanOf(input, project);
      if (flag(input, "performance")) return tellFigures(input, client, project, span);
      if (flag(input, "backtest")) throw usageError("--backtest goes with --performance; the alarms themselves are given by: twinbench backtest");
      const rule = textOption(input, "rule");
      const alarms = span ? (await client.rules.alarmsIn({ span, limit: MOST_ALARMS, ...(rule !== undefined && { rule }) })).alarms : await standing(client, rule);
      const document = { from: span ? formatIso(span.fromUs) : null, to: span ? formatIso(span.toUs) : null, alarms: alarms.map((alarm) => alarmDocument(alarm, project)) };
      await input.output.result(document, () => (alarms.length === 0 ? [span ? "no alarms in this span" : "no alarms stand"] : document.alarms.map(({ severity, state, from, asset, message }) => `${from}  ${severity}  ${state}  ${asset}: ${message}`)));
      if (span && alarms.length === MOST_ALARMS) input.output.say(`Only the newest ${MOST_ALARMS} alarms are listed. Choose a shorter span.`);
    });
    return Exit.success;
  },
};

/** From the beginning, and until now, where one end is not given; undefined without either: what stands now. */
function spanOf(input: CommandInput, project: Project): Span | undefined {
  const { fromUs, toUs } = readSpan(input, project);
  if (fromUs === undefined && toUs === undefined) return undefined;
  const span = { fromUs: fromUs ?? 0, toUs: toUs ?? systemClock() };
  if (span.toUs <= span.fromUs) throw usageError("The span is empty: its end is not after its start.");
  return span;
}

async function standing(client: EngineClient, rule: string | undefined): Promise<readonly Alarm[]> {
  for await (const { alarms, waiting } of followStanding(() => client.rules.alarms({}))) if (waiting === 0) return alarms.filter((alarm) => rule === undefined || alarm.rule === rule);
  return [];
}

function alarmDocument(alarm: Alarm, project: Project) {
  const { rule, kind, assetId, severity, state, message, sinceUs, clearedUs, acknowledged, withheld } = alarm;
  return {
    rule, kind, asset: formatPath(assetPath(project, assetId)), severity, state, message, from: formatIso(sinceUs), to: clearedUs === undefined ? null : formatIso(clearedUs),
    acknowledged: acknowledged ? { at: formatIso(acknowledged.atUs), by: acknowledged.by, note: acknowledged.note ?? null } : null, withheld: withheld ?? [],
  };
}

async function tellFigures(input: CommandInput, client: EngineClient, project: Project, span: Span | undefined): Promise<void> {
  if (!span) throw usageError("Performance is of a span: --from T, --to T, or both.");
  const rule = textOption(input, "rule");
  const source = flag(input, "backtest") ? { kind: "backtest" as const, drafts: [] } : { kind: "recorded" as const };
  const figures = await client.alarms.figures({ span, source, ...(rule !== undefined && { rule }) }, { signal: input.signal });
  await input.output.result(figuresDocument(figures, project), () => FIGURE_ROWS.map((row) => `${row.label}: ${figureText(row.value(figures))}${row.unit === "" ? "" : ` ${row.unit}`}${row.target === "" ? "" : `  (should be ${row.target})`}`));
}

function figuresDocument(figures: AlarmFigures, project: Project) {
  const { span, alarms, averagePer10Min, peakPer10Min, floods, floodShare, chatterers, chattering, stale, topTenShare, bySeverity, worst } = figures;
  const actor = ({ rule, assetId, alarms: count, share, activeUs, chattering: chatter, stale: old }: AlarmActor) => ({ rule: rule ?? null, asset: assetId === undefined ? null : formatPath(assetPath(project, assetId)), alarms: count, share, activeS: activeUs / US_PER_S, chattering: chatter, stale: old });
  return {
    from: formatIso(span.fromUs), to: formatIso(span.toUs), alarms, averagePer10Min, peakPer10Min, floodShare, chatterers, chattering, stale, topTenShare, bySeverity,
    floods: floods.map((flood) => ({ from: formatIso(flood.fromUs), to: formatIso(flood.toUs), alarms: flood.alarms })), worst: worst.map(actor),
  };
}
