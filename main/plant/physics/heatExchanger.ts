/** Counter-current heat exchanger by the ε-NTU method (Incropera, Fundamentals of Heat and Mass Transfer, ch. 11). */
import { EXCHANGER, WATER } from "./parameters.ts";

/** Effectiveness of counter-current flow for NTU and the ratio of heat capacity rates (≤ 1). */
export function effectiveness(ntu: number, ratio: number): number {
  if (Math.abs(1 - ratio) < 1e-6) return ntu / (1 + ntu);
  const decay = Math.exp(-ntu * (1 - ratio));
  return (1 - decay) / (1 - ratio * decay);
}

/** kW/K of a water flow in m³/h. */
export function capacityRate(flow: number): number {
  return (flow / 3600) * WATER.density * WATER.heatCapacityKj;
}

/** Metal and water of the plates answer with this lag. */
const LAG_S = 25;

export class HeatExchanger {
  hotOutC = 32;
  coldOutC = 28;
  dutyKw = 0;
  coldFlow: number = EXCHANGER.coldFlow;
  pressureDropBar = 0;

  step(dtS: number, hotFlow: number, hotInC: number, coldInC: number): void {
    const hot = capacityRate(Math.max(hotFlow, 0.5));
    const cold = capacityRate(this.coldFlow);
    const least = Math.min(hot, cold);
    const duty = effectiveness(EXCHANGER.conductanceKwPerK / least, least / Math.max(hot, cold)) * least * (hotInC - coldInC);
    const share = 1 - Math.exp(-dtS / LAG_S);
    this.dutyKw += (duty - this.dutyKw) * share;
    this.hotOutC += (hotInC - duty / hot - this.hotOutC) * share;
    this.coldOutC += (coldInC + duty / cold - this.coldOutC) * share;
    // 1.5 m of the pipework's 5 m at 120 m³/h
    this.pressureDropBar = ((1.5 * hotFlow * hotFlow) / (120 * 120)) * 0.0981;
  }
}
