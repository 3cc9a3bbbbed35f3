/** The operating point of two pumps that work on one system: where both their curves and the system's are met. */
import { PUMP } from "./parameters.ts";

export interface PumpBranch {
  readonly speedRpm: number;
  /** Head left by cavitation, 1 when healthy. */
  readonly headFactor: number;
  /** Losses of the branch's own valves, m per (m³/h)²; infinite when shut. */
  readonly loss: number;
}

function shutOffHead(branch: PumpBranch): number {
  const ratio = branch.speedRpm / PUMP.ratedSpeedRpm;
  return ratio * ratio * PUMP.headShutOffM * branch.headFactor;
}

/** Flow of one branch against a head at the junction, m³/h; never negative (each has a check valve). */
function branchFlow(branch: PumpBranch, junctionHeadM: number): number {
  const left = shutOffHead(branch) - junctionHeadM;
  return left > 0 && branch.loss < Number.POSITIVE_INFINITY ? Math.sqrt(left / (PUMP.headSlope * branch.headFactor + branch.loss)) : 0;
}

const BISECTIONS = 36;

/**
 * Flows of both branches, m³/h, in `flows`. The junction's head lies between the static head, where the system takes
 * nothing, and the higher shut-off head, where the pumps give nothing; in between the balance falls, so bisection finds it.
 */
export function solveFlows(a: PumpBranch, b: PumpBranch, staticHeadM: number, systemLoss: number, flows: Float64Array): void {
  let low = staticHeadM;
  let high = Math.max(shutOffHead(a), shutOffHead(b));
  if (high <= low || systemLoss === Number.POSITIVE_INFINITY) {
    flows.fill(0);
    return;
  }
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = 0.5 * (low + high);
    const surplus = branchFlow(a, middle) + branchFlow(b, middle) - Math.sqrt((middle - staticHeadM) / systemLoss);
    if (surplus > 0) low = middle;
    else high = middle;
  }
  flows[0] = branchFlow(a, 0.5 * (low + high));
  flows[1] = branchFlow(b, 0.5 * (low + high));
}
