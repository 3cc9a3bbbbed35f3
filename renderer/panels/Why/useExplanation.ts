/** The explanation of a rule at the time cursor, asked anew as the cursor moves; the newest instant wins. */
import { useEffect, useState } from "react";
import type { Explanation } from "../../../shared/contract/rules.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";

/** A moving cursor asks no more often than this: a person reads no faster. */
const ASK_EVERY_MS = 250;

export interface AskedExplanation {
  readonly rule: string;
  readonly asset: string;
  readonly draft?: { readonly file: string; readonly text: string };
}

export function useExplanation(asked: AskedExplanation | undefined): { readonly explanation?: Explanation; readonly error?: unknown } {
  const { engine, cursor } = useWorkbench();
  const [answer, setAnswer] = useState<{ readonly explanation?: Explanation; readonly error?: unknown }>({});
  const { rule, asset, draft } = asked ?? {};
  useEffect(() => {
    if (rule === undefined || asset === undefined) return undefined;
    const latest = new LatestRequest<number, Explanation>({
      abortOlder: false,
      ask: (tUs, signal) => engine.rules.explain({ rule, asset, tUs, ...(draft && { draft }) }, { signal }),
      onAnswer: (explanation) => setAnswer({ explanation }),
      onError: (error) => setAnswer({ error }),
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.want(Math.round(cursor.value.tUs));
      }, ASK_EVERY_MS);
    };
    latest.want(Math.round(cursor.value.tUs));
    const end = cursor.subscribe(ask);
    return () => {
      end();
      clearTimeout(timer);
      latest.cancel();
    };
  }, [engine, cursor, rule, asset, draft?.file, draft?.text]);
  return answer;
}
