/**
 * The sample plant's specification: every constant of its physics, with unit. The sample project shows the same figures
 * as facts and parameters, and its models are documented with them.
 */

/** Motor, winding and cooling. The thermal figures are those of the sample's `MotorThermal` model. */
export const MOTOR = {
  ratedPowerKw: 18.5,
  ratedVoltageV: 400,
  ratedSpeedRpm: 1480,
  efficiency: 0.92,
  /** Share of electrical power that heats the winding. */
  lossShare: 0.08,
  /** Winding to surrounding air, K/W. */
  thermalResistance: 0.05,
  /** Heat capacity, J/K; R·C = 600 s. */
  heatCapacity: 12_000,
  /** Drawn whenever energised, kW: drive and iron losses. */
  idlePowerKw: 0.2,
  powerFactor: 0.86,
  /** Winding temperature at which the drive trips, °C (class F, IEC 60034-1, with margin). */
  tripTemperature: 150,
  accelerationRpmPerS: 180,
  decelerationRpmPerS: 120,
} as const;

/** Centrifugal pump at rated speed: H = headShutOff − headSlope · Q², Q in m³/h, H in m. */
export const PUMP = {
  ratedSpeedRpm: 1480,
  headShutOffM: 42,
  headSlope: 10 / (120 * 120),
  bestFlow: 120,
  bestEfficiency: 0.76,
  defaultSpeedRpm: 1450,
  minimumSpeedRpm: 600,
  maximumSpeedRpm: 1500,
  /** Share of head that full cavitation takes away. */
  cavitationHeadLoss: 0.15,
} as const;

/** Pipework of one line. Losses in m per (m³/h)². */
export const PIPEWORK = {
  /** Header tank above suction tank, floor to floor. */
  staticLiftM: 20,
  pipeAndExchangerLoss: 5 / (120 * 120),
  /** Of an on/off valve fully open; grows with 1/opening². */
  isolationValveLoss: 0.4 / (120 * 120),
  controlValveLoss: 2 / (120 * 120),
  /** Below this opening a valve counts as shut. */
  shutBelowPercent: 2,
  /** Suction line loss, m per (m³/h)². */
  suctionLoss: 0.8 / (120 * 120),
} as const;

export const SUCTION_TANK = { areaM2: 16, heightM: 5, levelSetpointM: 3.2, floorM: 0.5 } as const;
export const HEADER_TANK = { areaM2: 12, heightM: 5, levelSetpointM: 3, floorM: 20.5 } as const;

/** Counter-current plate exchanger; the pumped water is the hot side. */
export const EXCHANGER = { conductanceKwPerK: 95, coldFlow: 90 } as const;

export const WATER = { density: 1000, gravity: 9.81, heatCapacityKj: 4.19 } as const;

/** Averaging level control of the header tank by the control valve. */
export const LEVEL_CONTROL = { gainPercentPerM: 60, integralTimeS: 900, minimumPercent: 12, maximumPercent: 100 } as const;

/** When the second pump of a line joins and leaves, by the control valve's set-point. */
export const STAGING = { startAbovePercent: 88, startAfterS: 120, stopBelowPercent: 33, stopAfterS: 300 } as const;

/** Hour of day (UTC) at which duty passes to the other pump of a line. */
export const DUTY_CHANGE_HOUR = 5;

/**
 * What the counters of a machine have gathered per hour since commissioning, so that a plant begun later has counted on.
 * A trifle more than the plant really does, so that no counter ever seems to run backwards.
 */
export const COUNTED_PER_HOUR = { energyKwh: 13.1, volumeM3: 84.5, pumpHours: 0.516, pumpStarts: 0.045, isolationStrokes: 0.085, controlStrokes: 0.2 } as const;

/** 1 April 2019, 00:00 UTC, in µs. */
const COMMISSIONED_US = 1_554_076_800_000_000;

/** Hours from commissioning to a time; none before. */
export function hoursInService(tUs: number): number {
  return Math.max(0, (tUs - COMMISSIONED_US) / 3_600_000_000);
}
