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

/** What a branch loses per (m³/h)²: inside the pump and in its own valves. */
function branchLoss(branch: PumpBranch): number {
  return PUMP.headSlope * branch.headFactor + branch.loss;
}

const BISECTIONS = 30;

/**
 * Flows of both branches, m³/h, in `flows`; never negative, each has a check valve. One pump alone has a closed form.
 * For two, the junction's head lies between the static head, where the system takes nothing, and the higher shut-off
 * head, where the pumps give nothing; in between the balance falls, so bisection finds it.
 */
export function solveFlows(a: PumpBranch, b: PumpBranch, staticHeadM: number, systemLoss: number, flows: Float64Array): void {
  const headA = shutOffHead(a);
  const headB = shutOffHead(b);
  const lossA = branchLoss(a);
  const lossB = branchLoss(b);
  const worksA = headA > staticHeadM && lossA < Number.POSITIVE_INFINITY;
  const worksB = headB > staticHeadM && lossB < Number.POSITIVE_INFINITY;
  if (!worksA || !worksB) {
    flows[0] = worksA ? Math.sqrt((headA - staticHeadM) / (lossA + systemLoss)) : 0;
    flows[1] = worksB ? Math.sqrt((headB - staticHeadM) / (lossB + systemLoss)) : 0;
    return;
  }
  let low = staticHeadM;
  let high = Math.max(headA, headB);
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = 0.5 * (low + high);
    const given = Math.sqrt(Math.max(0, headA - middle) / lossA) + Math.sqrt(Math.max(0, headB - middle) / lossB);
    if (given > Math.sqrt((middle - staticHeadM) / systemLoss)) low = middle;
    else high = middle;
  }
  const junction = 0.5 * (low + high);
  flows[0] = Math.sqrt(Math.max(0, headA - junction) / lossA);
  flows[1] = Math.sqrt(Math.max(0, headB - junction) / lossB);
}
