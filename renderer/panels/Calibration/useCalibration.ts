/** A calibration under way: its iterations as they come, its run at the end. A newer one, or leaving, ends the older. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { CalibrateRequest, CalibrationEvent } from "../../../shared/contract/calibration.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";

export type CalibrationIteration = Extract<CalibrationEvent, { kind: "iteration" }>;

export interface CalibrationState {
  readonly isBusy: boolean;
  readonly iterations: readonly CalibrationIteration[];
  readonly run?: Run;
  readonly error?: unknown;
}

export interface UseCalibration extends CalibrationState {
  readonly start: (request: CalibrateRequest) => void;
  readonly cancel: () => void;
}

export function useCalibration(): UseCalibration {
  const { engine } = useWorkbench();
  const [state, setState] = useState<CalibrationState>({ isBusy: false, iterations: [] });
  const life = useRef<AbortController>(undefined);
  useEffect(() => () => life.current?.abort(), []);
  const cancel = useCallback(() => {
    life.current?.abort();
    setState((known) => ({ ...known, isBusy: false }));
  }, []);
  const start = useCallback((request: CalibrateRequest) => {
    life.current?.abort();
    const mine = (life.current = new AbortController());
    const keep = (change: (known: CalibrationState) => CalibrationState): void => {
      if (!mine.signal.aborted) setState(change);
    };
    setState({ isBusy: true, iterations: [] });
    const follow = async (): Promise<void> => {
      for await (const event of engine.calibration.calibrate(request, { signal: mine.signal })) {
        if (event.kind === "iteration") keep((known) => ({ ...known, iterations: [...known.iterations, event] }));
        else keep((known) => ({ ...known, isBusy: false, run: event.run }));
      }
    };
    follow().catch((error: unknown) => keep((known) => ({ ...known, isBusy: false, error })));
  }, [engine]);
  return { ...state, start, cancel };
}
