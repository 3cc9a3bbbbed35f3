/** How finely a band is looked at and kept. */
import { US_PER_S, type Span } from "../../../shared/time/time.ts";
import type { StudyProblem } from "./studyTypes.ts";

/** Ends of a band of values by chance: nine in ten rows lie within. */
export const NINE_IN_TEN = [0.05, 0.95] as const;
/** As a run of one simulation keeps them; shorter spans are looked at in a thousand parts. */
const USUAL_OUTPUT_STEP_US = 10 * US_PER_S;
const PARTS_OF_A_SPAN = 1_000;
/** Numbers on the grid over all rows and outputs: 160 MB. More rows and outputs keep a coarser band. */
const MAX_GRID_VALUES = 20_000_000;
const FEWEST_INSTANTS = 20;

/** How often outputs are looked at, and the multiple of it at which the band is kept. */
export function stepsOf({ fromUs, toUs }: Span, lines: number): Pick<StudyProblem, "outputStepUs" | "gridStepUs"> {
  const spanUs = toUs - fromUs;
  const outputStepUs = Math.max(1, Math.min(USUAL_OUTPUT_STEP_US, Math.round(spanUs / PARTS_OF_A_SPAN)));
  const instants = Math.min(PARTS_OF_A_SPAN, Math.max(FEWEST_INSTANTS, Math.floor(MAX_GRID_VALUES / lines)));
  return { outputStepUs, gridStepUs: Math.max(1, Math.ceil(spanUs / instants / outputStepUs)) * outputStepUs };
}
