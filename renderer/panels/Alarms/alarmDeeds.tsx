/** What people do with alarms, each as a dialog that asks for what has to be said: acknowledge, comment, shelve, out of service, reset. */
import { useMemo } from "react";
import type { Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { SettingField } from "../../../shared/contract/sources.ts";
import { US_PER_HOUR, US_PER_MIN } from "../../../shared/time/time.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDuration } from "../../app/state/zone.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import { AlarmHistory } from "./AlarmHistory.tsx";

const ONE_SHOT = "one-shot";
const SHELF_TIMES_US = [15 * US_PER_MIN, 30 * US_PER_MIN, US_PER_HOUR, 2 * US_PER_HOUR, 4 * US_PER_HOUR, 8 * US_PER_HOUR, 12 * US_PER_HOUR, 24 * US_PER_HOUR, 72 * US_PER_HOUR, 168 * US_PER_HOUR];
const SHELF_CHOICES = [...SHELF_TIMES_US.map((us) => ({ value: String(us), label: formatDuration(us) })), { value: ONE_SHOT, label: "Until it returns to normal (one-shot)" }];

const REASON: SettingField = { name: "reason", label: "Reason", kind: "text", required: true, help: "Kept with the alarm, with your name and the time." };
const NOTE: SettingField = { name: "note", label: "Note", kind: "text", help: "What was seen or done; kept with the alarm. May be left empty." };

export interface AlarmDeeds {
  readonly acknowledge: (alarms: readonly Alarm[]) => void;
  readonly comment: (alarms: readonly Alarm[]) => void;
  readonly reset: (alarms: readonly Alarm[]) => void;
  readonly shelve: (alarms: readonly Alarm[]) => void;
  readonly takeOutOfService: (alarms: readonly Alarm[]) => void;
  /** Ends shelvings, or takes back into service. */
  readonly release: (withholdings: readonly Withholding[]) => void;
  readonly showHistory: (alarm: Alarm) => void;
}

const idsOf = (alarms: readonly { readonly id: string }[]): string[] => alarms.map(({ id }) => id);
const textOf = (value: unknown): string => String(value ?? "").trim();
const counted = (verb: string, count: number, one = "alarm"): string => (count === 1 ? `${verb} ${one}` : `${verb} ${count} ${one}s`);

export function useAlarmDeeds(): AlarmDeeds {
  const { engine } = useWorkbench();
  const { openDialog } = useWindow();
  return useMemo(() => {
    const ask = (title: string, action: string, fields: readonly SettingField[], run: (values: Readonly<Record<string, unknown>>) => Promise<void>): void =>
      openDialog((close) => <FieldDialog title={title} action={action} fields={fields} onClose={close} onSubmit={run} />);
    return {
      acknowledge: (alarms) => ask(counted("Acknowledge", alarms.length), "Acknowledge", [NOTE], async ({ note }) => {
        await engine.rules.acknowledge({ alarms: idsOf(alarms), ...(textOf(note) !== "" && { note: textOf(note) }) });
      }),
      comment: (alarms) => ask(counted("Comment on", alarms.length), "Comment", [{ ...REASON, name: "text", label: "Comment" }], ({ text }) => engine.alarms.comment({ alarms: idsOf(alarms), text: textOf(text) })),
      reset: (alarms) => ask(counted("Reset latched", alarms.length), "Reset", [NOTE], ({ note }) => engine.alarms.reset({ alarms: idsOf(alarms), ...(textOf(note) !== "" && { reason: textOf(note) }) })),
      shelve: (alarms) => ask(
        counted("Shelve", alarms.length), "Shelve",
        [{ name: "time", label: "For how long", kind: "choice", choices: SHELF_CHOICES, default: String(US_PER_HOUR), help: "Then it comes back unacknowledged by itself." }, REASON],
        ({ time, reason }) => engine.alarms.shelve({ alarms: idsOf(alarms), reason: textOf(reason), ...(time !== ONE_SHOT && { durationUs: Number(time) }) }),
      ),
      takeOutOfService: (alarms) => ask(
        counted("Take out of service:", alarms.length), "Take out of service",
        [{ name: "what", label: "What", kind: "choice", choices: [{ value: "rule", label: "The rule on this asset" }, { value: "asset", label: "All rules of the asset" }], help: "Until a person takes it back into service." }, REASON],
        ({ what, reason }) => engine.alarms.takeOutOfService({ targets: alarms.map(({ assetId, rule }) => ({ assetId, ...(what === "rule" && { rule }) })), reason: textOf(reason) }),
      ),
      release: (withholdings) => {
        const isShelved = withholdings.every(({ kind }) => kind === "shelved");
        ask(isShelved ? counted("Unshelve", withholdings.length) : counted("Return to service:", withholdings.length, "entry").replace("entrys", "entries"), isShelved ? "Unshelve" : "Return to service", [NOTE], ({ note }) => {
          const asked = { withholdings: idsOf(withholdings), ...(textOf(note) !== "" && { reason: textOf(note) }) };
          return isShelved ? engine.alarms.unshelve(asked) : engine.alarms.returnToService(asked);
        });
      },
      showHistory: (alarm) => openDialog((close) => <AlarmHistory alarm={alarm} onClose={close} />),
    };
  }, [engine, openDialog]);
}
