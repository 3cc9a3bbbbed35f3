/** Alarms that touched the shown span, asked again when the span or the live list changes. */
import { useEffect, useState } from "react";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";

const MAX_LISTED = 5_000;
/** A live span moves with every frame; its list need not. */
const ASK_EVERY_MS = 2_000;

export interface AlarmsInSpan {
  readonly alarms: readonly Alarm[];
  readonly error?: unknown;
}

export function useAlarmsInSpan(isWanted: boolean): AlarmsInSpan {
  const { cursor, engine, alarms } = useWorkbench();
  const live = useStore(alarms);
  const [answer, setAnswer] = useState<AlarmsInSpan>({ alarms: [] });
  useEffect(() => {
    if (!isWanted) return undefined;
    const life = new AbortController();
    let asked = "";
    const ask = (): void => {
      const { fromUs, toUs } = cursor.value.span;
      const question = `${Math.round(fromUs)} ${Math.round(toUs)}`;
      if (question === asked) return;
      asked = question;
      engine.rules.alarmsIn({ span: { fromUs: Math.round(fromUs), toUs: Math.round(toUs) }, limit: MAX_LISTED }, { signal: life.signal }).then(
        (found) => setAnswer({ alarms: found.alarms }),
        (error: unknown) => !life.signal.aborted && setAnswer({ alarms: [], error }),
      );
    };
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      clearInterval(timer);
      life.abort();
    };
  }, [isWanted, cursor, engine, live]);
  return answer;
}
