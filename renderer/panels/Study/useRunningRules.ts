/** Names of the rules that run, which studies can try and searches keep quiet. */
import { useEffect, useState } from "react";
import { useWorkbench } from "../../app/state/Workbench.ts";

/** In order; empty until they are known. */
export function useRunningRules(): readonly string[] {
  const { engine } = useWorkbench();
  const [rules, setRules] = useState<readonly string[]>([]);
  useEffect(() => void engine.rules.running({}).then((answer) => setRules([...new Set(answer.rules.map(({ rule }) => rule))].sort()), () => setRules([])), [engine]);
  return rules;
}
