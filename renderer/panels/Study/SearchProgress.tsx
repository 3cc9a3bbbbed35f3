/** A search as it goes: the best value so far, or how far off the limits it still is. */
import type { ReactNode } from "react";
import { XyPlot } from "../../charts/XyPlot.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import type { BestSoFar } from "./useOptimisation.ts";

export function SearchProgress({ steps }: { readonly steps: readonly BestSoFar[] }): ReactNode {
  const kept = steps.filter(({ feasible }) => feasible);
  const known = kept.length > 0 ? kept : steps.filter(({ off }) => Number.isFinite(off));
  return (
    <>
      <ViewHead title={kept.length > 0 ? "Best so far" : "Nothing keeps all limits yet"} level={3} />
      <div className="tb-plots">
        <XyPlot label={kept.length > 0 ? "Best so far" : "How far off the limits"} xLabel="solutions" yLabel="" look="lines" xText={String} series={[{ name: "best", isMain: true, x: known.map(({ solved }) => solved), y: known.map(({ feasible, objective, off }) => (feasible ? objective : off)) }]} />
      </div>
    </>
  );
}
