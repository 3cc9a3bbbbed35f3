/** The sample's rules and models, in the language of the product. Thresholds have margin to a healthy plant, see the tests. */
import type { TwinText } from "../../../shared/model/project.ts";

const PUMPS = `// Pump sets: derived figures, and what tells us that a pump set is in trouble.

calc hydraulic.power : kW on CentrifugalPump = (discharge.pressure - suction.pressure) * flow
calc efficiency : % on CentrifugalPump = hydraulic.power / motor.electrical.power

rule BearingOverheating on CentrifugalPump {
  when     bearingDE.temperature > 80 degC for 5 min
  clear    bearingDE.temperature < 75 degC for 1 min
  severity high
  message  "Drive-end bearing at {bearingDE.temperature} on {asset.name}"
  advise   "Reduce speed by 10 % and inspect the bearing within 48 h"
  state    health = degraded
}

// Vibration alone may be a loose foot; with low suction pressure it is cavitation.
rule Cavitation on CentrifugalPump {
  when     (running and bearingDE.vibration > 4 mm/s and suction.pressure < 0.1 bar) for 20 s
  clear    bearingDE.vibration < 3 mm/s for 1 min
  severity high
  message  "{asset.name} cavitates: {bearingDE.vibration} at {suction.pressure} suction pressure"
  advise   "Throttle the control valve and flush the suction strainer"
  state    health = degraded
}

rule PumpTripped on CentrifugalPump {
  when     mode == tripped
  severity critical
  message  "{asset.name} has tripped"
  advise   "Find the cause before restarting; the other pump of the line takes over"
  state    health = failed
}

rule MotorWindingHot on Motor {
  when     winding.temperature > 105 degC for 5 min
  clear    winding.temperature < 95 degC for 5 min
  severity high
  message  "Winding at {winding.temperature}"
  advise   "Switch over to the other pump; the drive trips at 150 °C"
  state    health = degraded
}

// Healthy motors settle at 4 K above the air for each kW. More means that heat does not get out, at any load.
rule MotorCoolingBlocked on Motor {
  when     (electrical.power > 5 kW and winding.temperature - parent.ambient.temperature > 5.6 K/kW * electrical.power) for 10 min
  clear    winding.temperature - parent.ambient.temperature < 4.9 K/kW * electrical.power for 5 min
  severity medium
  message  "Winding {winding.temperature - parent.ambient.temperature} above the air at {electrical.power}"
  advise   "Check fan and air ducts"
  state    health = degraded
}
`;

const PROCESS = `// Tanks, control valves, heat exchangers.

// The same level twice: by radar, and from the pressure at the floor.
calc level.hydrostatic : m on Tank = bottom.pressure / (1000 kg/m3 * 9.81 m/s2)

rule LevelSensorsDisagree on Tank {
  when     abs(level - level.hydrostatic) > 0.06 m for 5 min
  clear    abs(level - level.hydrostatic) < 0.03 m for 1 min
  severity medium
  message  "{asset.name}: radar {level}, hydrostatic {level.hydrostatic}"
  advise   "One of the two has frozen or drifted: compare with the sight glass, then calibrate"
  state    health = degraded
}

rule TankNearlyFull on Tank {
  when     level > 4.5 m for 30 s
  clear    level < 4.3 m for 1 min
  severity critical
  message  "{asset.name} at {level} of 5 m"
  advise   "Stop a pump of this line"
}

rule ValveSticking on ControlValve {
  when     abs(position - position.setpoint) > 5 % for 2 min
  clear    abs(position - position.setpoint) < 2 % for 1 min
  severity medium
  message  "{asset.name} stands at {position} instead of {position.setpoint}"
  advise   "Stroke the valve by hand and grease the stem packing"
  state    health = degraded
}

// What the heat meter counts on the process side must arrive in the cooling water.
calc duty.cold : kW on HeatExchanger = cold.flow * 1000 kg/m3 * 4.19 kJ/kg/K * (cold.outlet.temperature - cold.inlet.temperature)

rule HeatMetersDisagree on HeatExchanger {
  when     abs(duty - duty.cold) > 120 kW for 5 min
  clear    abs(duty - duty.cold) < 60 kW for 2 min
  severity low
  message  "{asset.name}: {duty} on the process side, {duty.cold} on the cooling side"
  advise   "Check the temperature sensors of the cooling water"
}
`;

const MOTOR_THERMAL = `// One heat capacity, one resistance to the air around the motor. The figures are those of the type plate's test report.
model MotorThermal {
  input     power   : kW
  input     ambient : degC
  input     start   : degC
  parameter R       : K/W  = 0.05   in 0.005 .. 0.5
  parameter C       : J/K  = 12000  in 1000 .. 100000
  parameter loss    : 1    = 0.08   in 0.01 .. 0.3
  state     T       : degC = start
  der(T) = (loss * power - (T - ambient) / R) / C
  output    temperature : degC = T
}

// Measured once, at the start of the span. Fits within half a kelvin while the cooling is free; where it is blocked,
// the winding runs away from the prediction.
use MotorThermal on Motor {
  power       = electrical.power
  ambient     = parent.ambient.temperature
  start       = winding.temperature
  temperature ~ winding.temperature
}
`;

const TANK_BALANCE = `// What flows in and out must be what the level says.
model TankBalance {
  input     inflow  : m3/h
  input     outflow : m3/h
  input     start   : m
  parameter area    : m2   = 16     in 1 .. 500
  state     L       : m    = start
  der(L) = (inflow - outflow) / area
  output    level   : m    = L
}

// The level is read once, at the start of the span; from there on the flow meters alone tell where it goes.
use TankBalance on Tank {
  inflow  = inflow
  outflow = outflow
  start   = level
  area    = area
  level   ~ level
}
`;

/** By id: the path inside the project. */
export function sampleTexts(): Record<string, TwinText> {
  const texts: readonly (readonly [string, string])[] = [
    ["rules/pumps.twin", PUMPS],
    ["rules/process.twin", PROCESS],
    ["models/motor-thermal.twin", MOTOR_THERMAL],
    ["models/tank-balance.twin", TANK_BALANCE],
  ];
  return Object.fromEntries(texts.map(([id, text]) => [id, { id, text }]));
}
