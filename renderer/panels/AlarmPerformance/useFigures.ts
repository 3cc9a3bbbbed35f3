/** Asks for the figures of one or two sides, together and cancelled together; a newer question ends the older. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { AlarmFigures } from "../../../shared/alarms/figures.ts";
import type { Span } from "../../../shared/time/time.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { sideName, sourceOf, type FiguresLimit, type Side } from "./sides.ts";

export interface NamedFigures {
  readonly name: string;
  readonly figures: AlarmFigures;
}

export interface FiguresAnswer {
  /** One, or two to compare. */
  readonly sides: readonly NamedFigures[];
  /** What they were limited to. */
  readonly limit: FiguresLimit;
  readonly isBusy: boolean;
  readonly error?: unknown;
}

export interface AskFigures extends FiguresAnswer {
  readonly ask: (sides: readonly Side[], span: Span, limit: FiguresLimit) => void;
  readonly cancel: () => void;
}

export function useFigures(): AskFigures {
  const { engine } = useWorkbench();
  const [answer, setAnswer] = useState<FiguresAnswer>({ sides: [], limit: {}, isBusy: false });
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const cancel = useCallback(() => {
    life.current?.abort();
    setAnswer((known) => ({ ...known, isBusy: false }));
  }, []);
  const ask = useCallback((sides: readonly Side[], span: Span, limit: FiguresLimit) => {
    life.current?.abort();
    const mine = (life.current = new AbortController());
    setAnswer(({ sides: shown, limit: before }) => ({ sides: shown, limit: before, isBusy: true }));
    const asked = { fromUs: Math.round(span.fromUs), toUs: Math.round(span.toUs) };
    Promise.all(sides.map(async (side) => ({ name: sideName(side), figures: await engine.alarms.figures({ span: asked, source: sourceOf(side), ...limit }, { signal: mine.signal }) }))).then(
      (found) => !mine.signal.aborted && setAnswer({ sides: found, limit, isBusy: false }),
      (error: unknown) => !mine.signal.aborted && setAnswer({ sides: [], limit: {}, isBusy: false, error }),
    );
  }, [engine]);
  return { ...answer, ask, cancel };
}
