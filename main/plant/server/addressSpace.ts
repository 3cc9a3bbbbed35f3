/** Builds the plant's address space: its objects, a variable per signal, methods, set-points, history. */
import { DataType, type AddressSpace, type Namespace, type UAObject, type UAVariable } from "node-opcua";
import { LIVE_PERIOD_S, type Plant, type PlantSignal } from "../physics/index.ts";
import { PLANT_NAMESPACE } from "../namespace.ts";
import { engineeringUnit } from "./engineeringUnits.ts";
import { RingHistorian } from "./RingHistorian.ts";

/** Exception-based: a change is reported when it happens, nothing is polled. */
export const EXCEPTION_BASED = 0;
/** History keeps an hour of each variable. */
export const HISTORY_S = 3600;
/** What is reported on change alone needs few values for an hour. */
const CHANGE_VALUES = 3600;
/** For instruments without a range of their own, counters mostly. */
const COUNTER_RANGE = { low: 0, high: 1e9 };

export interface PlantNodes {
  readonly namespace: Namespace;
  /** By object id. */
  readonly objects: ReadonlyMap<string, UAObject>;
  /** In the order of the catalogue. */
  readonly variables: readonly UAVariable[];
  /** In the order of the catalogue; text has none. */
  readonly historians: readonly (RingHistorian | undefined)[];
}

/** The OPC UA type in which a signal travels. */
export function opcDataType(signal: PlantSignal): DataType {
  switch (signal.dataType) {
    case "number": return DataType.Double;
    case "boolean": return DataType.Boolean;
    case "enum": return DataType.UInt32;
    case "text": return DataType.String;
  }
}

function historyValues({ pace }: PlantSignal): number {
  return pace === "change" ? CHANGE_VALUES : Math.ceil(HISTORY_S / LIVE_PERIOD_S[pace]);
}

export function buildAddressSpace(addressSpace: AddressSpace, plant: Plant): PlantNodes {
  const namespace = addressSpace.registerNamespace(PLANT_NAMESPACE);
  const objects = addObjects(addressSpace, namespace, plant);
  const variables: UAVariable[] = [];
  const historians: (RingHistorian | undefined)[] = [];
  for (const signal of plant.catalogue.signals) {
    const parent = objects.get(signal.object);
    if (!parent) throw new Error(`Signal ${signal.id} stands on no object of the plant.`);
    const variable = addVariable(namespace, parent, signal);
    const historian = signal.dataType === "text" ? undefined : new RingHistorian(historyValues(signal), opcDataType(signal));
    if (historian) addressSpace.installHistoricalDataNode(variable, { historian });
    variables.push(variable);
    historians.push(historian);
  }
  return { namespace, objects, variables, historians };
}

function addObjects(addressSpace: AddressSpace, namespace: Namespace, plant: Plant): Map<string, UAObject> {
  const types = new Map([...new Set(plant.catalogue.objects.map((object) => object.type))].map((name) => [name, namespace.addObjectType({ browseName: `${name}Type` })]));
  const objects = new Map<string, UAObject>();
  for (const { id, name, type, parent, description } of plant.catalogue.objects) {
    const typeDefinition = types.get(type);
    const placed = parent === undefined ? { organizedBy: addressSpace.rootFolder.objects } : { componentOf: objects.get(parent) ?? addressSpace.rootFolder.objects };
    objects.set(id, namespace.addObject({ nodeId: `s=${id}`, browseName: name, description, ...(typeDefinition && { typeDefinition }), ...placed }));
  }
  return objects;
}

function addVariable(namespace: Namespace, parent: UAObject, signal: PlantSignal): UAVariable {
  const access = signal.write ? "CurrentRead | CurrentWrite" : "CurrentRead";
  const common = {
    nodeId: `s=${signal.id}`, browseName: signal.name, description: signal.description, componentOf: parent,
    minimumSamplingInterval: EXCEPTION_BASED, accessLevel: access, userAccessLevel: access,
  };
  if (signal.dataType === "number") {
    const range = signal.range ? { low: signal.range[0], high: signal.range[1] } : COUNTER_RANGE;
    return namespace.addAnalogDataItem({ ...common, dataType: "Double", engineeringUnitsRange: range, instrumentRange: range, engineeringUnits: engineeringUnit(signal.unit ?? "1") });
  }
  if (signal.dataType === "enum") return namespace.addMultiStateDiscrete({ ...common, enumStrings: [...(signal.members ?? [])] });
  return namespace.addVariable({ ...common, dataType: signal.dataType === "boolean" ? "Boolean" : "String" });
}
