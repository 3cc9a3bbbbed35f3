/** The fit as it goes: the cost of each start, and each parameter of the best one, over the iterations. */
import type { ReactNode } from "react";
import { XyPlot } from "../../charts/XyPlot.tsx";
import type { CalibrationIteration } from "./useCalibration.ts";

export interface ConvergenceProps {
  readonly iterations: readonly CalibrationIteration[];
  readonly names: readonly string[];
}

export function Convergence({ iterations, names }: ConvergenceProps): ReactNode {
  const starts = [...new Set(iterations.map(({ start }) => start))].sort((a, b) => a - b);
  const best = iterations.reduce<CalibrationIteration | undefined>((found, one) => (!found || one.cost < found.cost ? one : found), undefined)?.start;
  const of = (start: number): readonly CalibrationIteration[] => iterations.filter((one) => one.start === start);
  return (
    <div className="tb-plots">
      <XyPlot label="Cost of each start" xLabel="iteration" yLabel="cost" look="lines" isLogarithmic xText={String} series={starts.map((start) => ({ name: `start ${start + 1}`, isMain: start === best, x: of(start).map(({ number }) => number), y: of(start).map(({ cost }) => cost) }))} />
      {best !== undefined && names.map((name, index) => (
        <XyPlot key={name} label={name} xLabel="iteration" yLabel={name} look="lines" xText={String} series={[{ name, isMain: true, x: of(best).map(({ number }) => number), y: of(best).map(({ parameters }) => parameters[index] ?? Number.NaN) }]} />
      ))}
    </div>
  );
}
