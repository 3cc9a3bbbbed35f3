/** Alarms and operational states at the time cursor: the live lists, or the engine's answer for an instant of the past. */
import { useEffect, useState } from "react";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import type { Alarm, AssetState } from "../../../shared/contract/rules.ts";
import { type Readable, useStore } from "./Store.ts";
import { useWorkbench } from "./Workbench.ts";

/** More at one instant than anyone reads; the list says so when it is full. */
const MAX_ALARMS = 1_000;

function useAtCursor<T>(live: Readable<T>, ask: (engine: EngineClient, tUs: number) => Promise<T>): T {
  const { cursor, engine } = useWorkbench();
  const now = useStore(live);
  const [past, setPast] = useState<T>();
  const [isLive, setLive] = useState(cursor.value.mode === "live");
  useEffect(() => {
    let asking = false;
    let askedUs = NaN;
    let ended = false;
    const seek = async (): Promise<void> => {
      if (asking || ended) return;
      asking = true;
      try {
        while (!ended && cursor.value.mode !== "live" && cursor.value.tUs !== askedUs) {
          askedUs = cursor.value.tUs;
          const answer = await ask(engine, Math.round(askedUs));
          if (!ended) setPast(answer);
        }
      } catch {
        // The window says when the engine is away; the next move of the cursor asks again.
      } finally {
        asking = false;
      }
    };
    const onMove = (): void => {
      setLive(cursor.value.mode === "live");
      void seek();
    };
    onMove();
    const stop = cursor.subscribe(onMove);
    return () => {
      ended = true;
      stop();
    };
  }, [cursor, engine]);
  return isLive ? now : (past ?? now);
}

const statesAt = (engine: EngineClient, tUs: number): Promise<readonly AssetState[]> => engine.rules.statesAt({ tUs });

const alarmsAt = async (engine: EngineClient, tUs: number): Promise<readonly Alarm[]> => {
  const { alarms } = await engine.rules.alarmsIn({ span: { fromUs: tUs, toUs: tUs }, limit: MAX_ALARMS });
  return alarms.filter((alarm) => alarm.sinceUs <= tUs && (alarm.clearedUs === undefined || alarm.clearedUs > tUs));
};

/** Alarms that stand at the cursor's instant. */
export function useAlarms(): readonly Alarm[] {
  return useAtCursor(useWorkbench().alarms, alarmsAt);
}

/** Operational states at the cursor's instant. */
export function useStates(): readonly AssetState[] {
  return useAtCursor(useWorkbench().states, statesAt);
}
