/** One fit from one start. */
import type { CalibrationStart } from "../../../shared/contract/calibration.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ConnectImported } from "../simulation/index.ts";
import type { CalibrationProblem } from "./calibrationTypes.ts";
import { leastSquares, type Iteration } from "./leastSquares.ts";
import { ModelResiduals } from "./ModelResiduals.ts";
import { weigh } from "./weighResiduals.ts";

/** Throws `bad-input` where there are fewer samples to compare with than parameters to find. `connect` steps the imported models there are. */
export function fit(problem: CalibrationProblem, start: readonly number[], onIteration: (iteration: Iteration) => void, connect?: ConnectImported): CalibrationStart {
  const model = new ModelResiduals(problem, connect);
  const { parameters, cost, iterations, ended } = leastSquares({
    start,
    low: problem.fitted.map(({ low }) => low),
    high: problem.fitted.map(({ high }) => high),
    evaluate: (values, withJacobian) => {
      const stretches = model.solve(values, { withSlopes: withJacobian, heldOut: false });
      if (!stretches) return undefined;
      const { residuals, jacobian } = weigh(stretches, problem.weights);
      if (residuals.length <= values.length) throw new TwinError("bad-input", `The spans to fit hold ${residuals.length} samples to compare with; for ${values.length} parameters that is too few. Choose longer spans, in which inputs and compared signals were recorded.`);
      return { residuals, jacobian };
    },
    onIteration,
  });
  const { trouble } = model;
  return { parameters: [...start], found: [...parameters], ...(Number.isFinite(cost) ? { cost } : trouble !== undefined && { trouble }), iterations, ended };
}
