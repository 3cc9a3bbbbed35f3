/** Says new alarms to those who do not see them: politely, and at most once every 10 s, several in one sentence. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { useStore } from "../state/Store.ts";
import { useWorkbench } from "../state/Workbench.ts";

const PAUSE_MS = 10_000;

export function AlarmAnnouncer(): ReactNode {
  const { alarms: store, project } = useWorkbench();
  const alarms = useStore(store);
  const [text, setText] = useState("");
  const known = useRef<Set<string> | undefined>(undefined);
  const waiting = useRef<Alarm[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastMs = useRef(-PAUSE_MS);
  useEffect(() => {
    const active = alarms.filter((alarm) => alarm.state === "active-unacknowledged");
    const fresh = known.current === undefined ? [] : active.filter((alarm) => !known.current?.has(alarm.id));
    known.current = new Set(active.map((alarm) => alarm.id));
    waiting.current.push(...fresh);
    if (waiting.current.length === 0 || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      const [first, ...others] = waiting.current.splice(0);
      timer.current = undefined;
      lastMs.current = performance.now();
      if (!first) return;
      const asset = project.value.assets[first.assetId]?.name ?? "";
      setText(`Alarm, ${first.severity}: ${asset}, ${first.message}${others.length > 0 ? `, and ${others.length} more` : ""}`);
    }, Math.max(0, lastMs.current + PAUSE_MS - performance.now()));
  }, [alarms, project]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return <div className="tb-hidden" role="status" aria-live="polite">{text}</div>;
}
