/** A centrifugal pump: head, efficiency and shaft power by the affinity laws, suction side, vibration. */
import { PUMP, WATER } from "./parameters.ts";

const HOURS_TO_SECONDS = 3600;

/** Head in m at a flow in m³/h and a speed in rpm: H = (n/n₀)² H₀ − k Q². */
export function pumpHead(flow: number, speedRpm: number): number {
  const ratio = speedRpm / PUMP.ratedSpeedRpm;
  return ratio * ratio * PUMP.headShutOffM - PUMP.headSlope * flow * flow;
}

/** Efficiency, 0..1: a parabola through zero flow with its top at the best flow, which moves with speed. */
export function pumpEfficiency(flow: number, speedRpm: number): number {
  if (speedRpm < 1) return 0;
  const x = flow / (PUMP.bestFlow * (speedRpm / PUMP.ratedSpeedRpm));
  return Math.max(0, PUMP.bestEfficiency * (2 * x - x * x));
}

/** Hydraulic power in kW: ρ g Q H. */
export function hydraulicPower(flow: number, headM: number): number {
  return (WATER.density * WATER.gravity * (flow / HOURS_TO_SECONDS) * headM) / 1000;
}

/**
 * Shaft power in kW. Hydraulic power over efficiency with the flow cancelled out, so that it stays finite at shut-off:
 * ρ g H Q_best(n) / (η_best (2 − x)).
 */
export function shaftPower(flow: number, headM: number, speedRpm: number): number {
  if (speedRpm < 1) return 0;
  const bestFlow = PUMP.bestFlow * (speedRpm / PUMP.ratedSpeedRpm);
  const x = Math.min(1.7, flow / bestFlow);
  return hydraulicPower(bestFlow, Math.max(0, headM)) / (PUMP.bestEfficiency * (2 - x));
}

/** Vibration velocity, mm/s r.m.s.: unbalance grows with speed², recirculation away from the best flow, cavitation on top. */
export function vibration(flow: number, speedRpm: number, cavitation: number, unbalance: number): number {
  const ratio = speedRpm / PUMP.ratedSpeedRpm;
  const offBest = flow / PUMP.bestFlow - ratio;
  return 0.15 + ratio * ratio * (unbalance + 1.1 * offBest * offBest) + 6.2 * cavitation * ratio;
}
