/** Runs beside the measured values, and the stretch that a run is about. */
import { MEASURED } from "../../../shared/contract/history.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { Workbench } from "../../app/state/Workbench.ts";

/** Of a run that reaches beyond what is shown, so much is shown before it, as a share of its length. */
const BEFORE_SHARE = 0.25;

/** Lays runs over what is measured, besides those that are. */
export function showBeside({ shown }: Pick<Workbench, "shown">, runs: readonly string[]): void {
  shown.update((state) => ({ ...state, overlays: [...new Set([...state.overlays, ...runs])] }));
}

export function toggleBeside({ shown }: Pick<Workbench, "shown">, run: string): void {
  shown.update((state) => ({ ...state, overlays: state.overlays.includes(run) ? state.overlays.filter((other) => other !== run) : [...state.overlays, run] }));
}

/** A run in place of what is measured, or what is measured again. */
export function showInstead({ shown }: Pick<Workbench, "shown">, run: string): void {
  shown.update((state) => ({ ...state, run: state.run === run ? MEASURED : run }));
}

/** All of a run and a little before, unless that is shown already. What lies ahead is shown too; the cursor stands at the run's begin then. */
export function showSpanOf({ cursor }: Pick<Workbench, "cursor">, { fromUs, toUs }: Run): void {
  const { span } = cursor.value;
  if (span.fromUs <= fromUs && span.toUs >= toUs) return;
  // Live would go on to end at now.
  if (toUs > cursor.nowUs) cursor.seek(fromUs);
  cursor.setSpan({ fromUs: Math.round(fromUs - BEFORE_SHARE * (toUs - fromUs)), toUs });
}
