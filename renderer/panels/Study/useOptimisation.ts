/** An optimisation under way: the best so far as it goes, its run at the end. A newer one, or leaving, ends the older. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { OptimisationEvent, OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";

export type BestSoFar = Extract<OptimisationEvent, { kind: "best" }>;

export interface OptimisationState {
  readonly isBusy: boolean;
  readonly steps: readonly BestSoFar[];
  readonly run?: Run;
  readonly error?: unknown;
}

export interface UseOptimisation extends OptimisationState {
  readonly start: (request: OptimiseRequest) => void;
  readonly cancel: () => void;
}

export function useOptimisation(): UseOptimisation {
  const { engine } = useWorkbench();
  const [state, setState] = useState<OptimisationState>({ isBusy: false, steps: [] });
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const cancel = useCallback(() => {
    life.current?.abort();
    setState((known) => ({ ...known, isBusy: false }));
  }, []);
  const start = useCallback((request: OptimiseRequest) => {
    life.current?.abort();
    const mine = (life.current = new AbortController());
    const keep = (change: (known: OptimisationState) => OptimisationState): void => {
      if (!mine.signal.aborted) setState(change);
    };
    setState({ isBusy: true, steps: [] });
    const follow = async (): Promise<void> => {
      for await (const event of engine.optimisation.optimise(request, { signal: mine.signal })) {
        if (event.kind === "best") keep((known) => ({ ...known, steps: [...known.steps, event] }));
        else keep((known) => ({ ...known, isBusy: false, run: event.run }));
      }
    };
    follow().catch((error: unknown) => keep((known) => ({ ...known, isBusy: false, error })));
  }, [engine]);
  return { ...state, start, cancel };
}
