/** What withholds alarms, and the alarms that are withheld, as the engine tells it while somebody looks. */
import { useEffect, useState } from "react";
import type { Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";

export interface Withheld {
  readonly withholdings: readonly Withholding[];
  readonly alarms: readonly Alarm[];
  readonly error?: unknown;
}

export function useWithheld(isWanted: boolean): Withheld {
  const { engine, connection } = useWorkbench();
  const isOpen = useStore(connection) === "open";
  const [withheld, setWithheld] = useState<Withheld>({ withholdings: [], alarms: [] });
  useEffect(() => {
    if (!isWanted || !isOpen) return undefined;
    const life = new AbortController();
    const listen = async (): Promise<void> => {
      try {
        for await (const frame of engine.alarms.withheld({}, { signal: life.signal })) setWithheld(frame);
      } catch (error) {
        if (!life.signal.aborted) setWithheld({ withholdings: [], alarms: [], error });
      }
    };
    void listen();
    return () => life.abort();
  }, [isWanted, isOpen, engine]);
  return withheld;
}
