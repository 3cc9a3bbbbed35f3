/** The rules that run, each with the assets it runs on; asked anew when other versions do. */
import { useEffect, useState } from "react";
import type { RunningRule } from "../../../shared/contract/rules.ts";
import { useStore } from "./Store.ts";
import { useWorkbench } from "./Workbench.ts";

export function useRunningRules(): readonly RunningRule[] {
  const { engine, rules } = useWorkbench();
  const statuses = useStore(rules);
  const [running, setRunning] = useState<readonly RunningRule[]>([]);
  useEffect(() => {
    const life = new AbortController();
    engine.rules.running({}, { signal: life.signal }).then((answer) => setRunning(answer.rules), () => undefined); // asked again with the next change
    return () => life.abort();
  }, [engine, statuses]);
  return running;
}
