/** Methods that operators call: start, stop, automatic and speed of a pump; and, for tours and tests, a fault at will. */
import { DataType, StatusCodes, type CallMethodResultOptions, type UAObject, type Variant } from "node-opcua";
import { SPEED_RANGE, STATION_ID, type Command, type FaultEvent, type FaultKind, type Plant } from "../physics/index.ts";
import type { PlantNodes } from "./addressSpace.ts";

type PumpSet = Plant["lines"][number]["pumps"][number];

const FAULT_KINDS: readonly string[] = ["blocked-cooling", "cavitation", "sticking-valve", "frozen-sensor", "drifting-sensor", "failed-sensor"] satisfies FaultKind[];
const US_PER_MIN = 60_000_000;
const DRIFT_BY_METHOD = 0.9;

const done: CallMethodResultOptions = { statusCode: StatusCodes.Good, outputArguments: [] };

export function addMethods(nodes: PlantNodes, plant: Plant): void {
  for (const pump of plant.lines.flatMap((line) => line.pumps)) {
    const object = nodes.objects.get(pump.tag);
    if (object) addPumpMethods(nodes, object, pump);
  }
  const station = nodes.objects.get(STATION_ID);
  if (station) addFaultMethod(nodes, station, plant);
}

function addPumpMethods(nodes: PlantNodes, object: UAObject, pump: PumpSet): void {
  const commands: readonly [name: string, command: Command, description: string][] = [
    ["Start", "on", "Runs the pump until Stop or Automatic"],
    ["Stop", "off", "Stops the pump and keeps it stopped"],
    ["Automatic", "auto", "Leaves it to the line's automatic"],
  ];
  for (const [name, command, description] of commands) {
    const method = nodes.namespace.addMethod(object, { nodeId: `s=${pump.tag}.${name}`, browseName: name, description: { text: description } });
    method.bindMethod((_inputs, _context, callback) => {
      pump.command = command;
      callback(null, done);
    });
  }
  const setSpeed = nodes.namespace.addMethod(object, {
    nodeId: `s=${pump.tag}.SetSpeed`, browseName: "SetSpeed", description: { text: `Speed set-point, ${SPEED_RANGE[0]} to ${SPEED_RANGE[1]} r/min` },
    inputArguments: [{ name: "speed", dataType: DataType.Double, description: { text: "r/min" } }],
  });
  setSpeed.bindMethod((inputs, _context, callback) => {
    const speed: unknown = inputs[0]?.value;
    if (typeof speed !== "number" || !(speed >= SPEED_RANGE[0] && speed <= SPEED_RANGE[1])) return callback(null, { statusCode: StatusCodes.BadOutOfRange });
    pump.speedSetpointRpm = speed;
    callback(null, done);
  });
}

function addFaultMethod(nodes: PlantNodes, station: UAObject, plant: Plant): void {
  const method = nodes.namespace.addMethod(station, {
    nodeId: `s=${STATION_ID}.InjectFault`, browseName: "InjectFault",
    description: { text: `A fault from now on: ${FAULT_KINDS.join(", ")}` },
    inputArguments: [
      { name: "kind", dataType: DataType.String, description: { text: "What goes wrong" } },
      { name: "target", dataType: DataType.String, description: { text: "Machine or, for sensors, signal" } },
      { name: "minutes", dataType: DataType.Double, description: { text: "For how long" } },
    ],
  });
  method.bindMethod((inputs, _context, callback) => {
    const event = faultOf(inputs, plant.tUs);
    if (!event) return callback(null, { statusCode: StatusCodes.BadInvalidArgument });
    try {
      plant.inject(event);
    } catch {
      return callback(null, { statusCode: StatusCodes.BadNoMatch }); // there is no such machine or signal
    }
    callback(null, done);
  });
}

function faultOf(inputs: readonly Variant[], nowUs: number): FaultEvent | undefined {
  const [kind, target, minutes] = inputs.map((input): unknown => input.value);
  if (typeof kind !== "string" || !isFaultKind(kind) || typeof target !== "string" || typeof minutes !== "number" || !(minutes > 0)) return undefined;
  return { kind, target, fromUs: nowUs, toUs: nowUs + Math.round(minutes * US_PER_MIN), drift: DRIFT_BY_METHOD };
}

function isFaultKind(kind: string): kind is FaultKind {
  return FAULT_KINDS.includes(kind);
}
