/** A study under way and its run at the end; how far it is, the jobs say. A newer one, or leaving, ends the older. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Run } from "../../../shared/contract/runs.ts";
import type { StudyRequest } from "../../../shared/contract/studies.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";

export interface StudyState {
  readonly isBusy: boolean;
  readonly run?: Run;
  readonly error?: unknown;
}

export interface UseStudy extends StudyState {
  readonly start: (request: StudyRequest) => void;
  readonly cancel: () => void;
}

export function useStudy(): UseStudy {
  const { engine } = useWorkbench();
  const [state, setState] = useState<StudyState>({ isBusy: false });
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const cancel = useCallback(() => {
    life.current?.abort();
    setState((known) => ({ ...known, isBusy: false }));
  }, []);
  const start = useCallback((request: StudyRequest) => {
    life.current?.abort();
    const mine = (life.current = new AbortController());
    setState({ isBusy: true });
    engine.studies.study(request, { signal: mine.signal }).then(
      (run) => !mine.signal.aborted && setState({ isBusy: false, run }),
      (error: unknown) => !mine.signal.aborted && setState({ isBusy: false, error }),
    );
  }, [engine]);
  return { ...state, start, cancel };
}
