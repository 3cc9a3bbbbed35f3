/** The operational state of every asset, from its alarms: the highest severity wins, then the latest begun, then the rule's name; of none the type's default. */
import type { Alarm, AssetState } from "../../../shared/contract/rules.ts";
import type { RuleProgram, Severity } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { programOf } from "../alarms/index.ts";

const RANK: Readonly<Record<Severity, number>> = { critical: 3, high: 2, medium: 1, low: 0 };

function outranks(a: Alarm, b: Alarm): boolean {
  if (a.severity !== b.severity) return RANK[a.severity] > RANK[b.severity];
  return a.sinceUs === b.sinceUs ? a.rule < b.rule : a.sinceUs > b.sinceUs;
}

/** `active`: the alarms active at the instant in question. States that no rule holds are the default, the first member. */
export function assetStates(project: Project, rules: ReadonlyMap<string, RuleProgram>, active: readonly Alarm[]): AssetState[] {
  const holders = new Map<string, { readonly alarm: Alarm; readonly member: string }>();
  for (const alarm of active) {
    const state = rules.get(programOf(alarm))?.state;
    if (alarm.kind !== "rule" || state === undefined) continue;
    const key = `${alarm.assetId} ${state.name}`;
    const holder = holders.get(key);
    if (holder === undefined || outranks(alarm, holder.alarm)) holders.set(key, { alarm, member: state.member });
  }
  return Object.values(project.assets).flatMap((asset) => (project.types[asset.type]?.states ?? []).map(({ name, members }): AssetState => {
    const holder = holders.get(`${asset.id} ${name}`);
    return holder === undefined
      ? { assetId: asset.id, name, member: members[0] ?? "", members, source: { kind: "default" } }
      : { assetId: asset.id, name, member: holder.member, members, source: { kind: "rule", rule: holder.alarm.rule, sinceUs: holder.alarm.sinceUs } };
  }));
}
