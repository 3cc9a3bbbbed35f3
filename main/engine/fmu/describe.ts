/**
 * What `modelDescription.xml` says: FMI 2.0.4, 2.2, and FMI 3.0, 2.4. Values that a model text cannot carry (texts, binaries, clocks,
 * arrays) are listed with the reason. Nothing is believed that matters: the run checks what the library does.
 */
import { fmuCausalities, type FmuCapabilities, type FmuCausality, type FmuFacts, type FmuVariable } from "../../../shared/contract/fmus.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { exchangeOf } from "./describeExchange.ts";
import { readUnits } from "./describeUnits.ts";
import { childOf, childrenOf, isTrue, numberIn, parseXml, type XmlElement } from "./xml.ts";

export type Description = Pick<FmuFacts, "fmiVersion" | "model" | "description" | "origin" | "token" | "interfaces" | "capabilities" | "defaultStepS" | "units" | "variables" | "notes">;

const MAX_VARIABLES = 500_000;
const LARGEST_REFERENCE = 2 ** 32 - 1;
/** Types whose values are numbers or conditions, by the version of the standard. */
const USABLE: Readonly<Record<2 | 3, ReadonlySet<string>>> = {
  2: new Set(["Real", "Integer", "Boolean", "Enumeration"]),
  3: new Set(["Float64", "Float32", "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Boolean", "Enumeration"]),
};

/** Throws `damaged` naming what is missing or unreadable. */
export function describe(text: string, name: string): Description {
  const root = parseXml(text, `modelDescription.xml of ${name}`);
  if (root.name !== "fmiModelDescription") throw new TwinError("damaged", `${name}: modelDescription.xml begins with ${root.name}, not with fmiModelDescription.`);
  const fmiVersion = root.attributes["fmiVersion"] ?? "";
  const fmi = majorOf(fmiVersion);
  if (fmi === undefined) throw new TwinError("damaged", `${name} is of FMI version ${fmiVersion || "unknown"}; 2.0 and 3.0 can be read. Ask for an export of one of these.`);
  const token = root.attributes[fmi === 2 ? "guid" : "instantiationToken"];
  if (token === undefined) throw new TwinError("damaged", `${name}: modelDescription.xml has no ${fmi === 2 ? "guid" : "instantiationToken"}.`);
  const variables = variablesOf(root, fmi, name);
  const description = root.attributes["description"];
  const defaultStepS = numberIn(childOf(root, "DefaultExperiment"), "stepSize");
  const coSimulation = capabilitiesOf(childOf(root, "CoSimulation"), fmi, name);
  const alone = coSimulation ? undefined : capabilitiesOf(childOf(root, "ModelExchange"), fmi, name);
  const capabilities = coSimulation ?? (alone && { ...alone, exchange: exchangeOf(root, fmi, variables, name) });
  return {
    fmiVersion, model: root.attributes["modelName"] ?? name, token, variables, origin: originOf(root), units: readUnits(root), notes: notesOn(root, variables),
    interfaces: ([["CoSimulation", "co-simulation"], ["ModelExchange", "model exchange"], ["ScheduledExecution", "scheduled execution"]] as const).flatMap(([element, word]) => (childOf(root, element) ? [word] : [])),
    ...(description !== undefined && { description }), ...(capabilities && { capabilities }), ...(defaultStepS !== undefined && defaultStepS > 0 && { defaultStepS }),
  };
}

/** 2 or 3; undefined for every other version. */
export function majorOf(fmiVersion: string): 2 | 3 | undefined {
  return fmiVersion === "2.0" ? 2 : /^3\.\d+(-|$)/.test(fmiVersion) ? 3 : undefined;
}

function originOf(root: XmlElement): FmuFacts["origin"] {
  const parts = [["author", "author"], ["tool", "generationTool"], ["date", "generationDateAndTime"], ["version", "version"], ["copyright", "copyright"], ["license", "license"]] as const;
  return Object.fromEntries(parts.flatMap(([key, attribute]) => {
    const said = root.attributes[attribute]?.trim();
    return said ? [[key, said]] : [];
  }));
}

function capabilitiesOf(element: XmlElement | undefined, fmi: 2 | 3, name: string): FmuCapabilities | undefined {
  if (!element) return undefined;
  const modelIdentifier = element.attributes["modelIdentifier"] ?? "";
  // It becomes the name of a file that is loaded.
  if (!/^[A-Za-z_][\w.-]*$/.test(modelIdentifier)) throw new TwinError("damaged", `${name}: the name of its library ("${modelIdentifier.slice(0, 80)}") is no name of a file.`);
  const fixedStepS = numberIn(element, "fixedInternalStepSize");
  return {
    modelIdentifier, needsExecutionTool: isTrue(element, "needsExecutionTool"), variableStep: isTrue(element, "canHandleVariableCommunicationStepSize"),
    oncePerProcess: isTrue(element, "canBeInstantiatedOnlyOncePerProcess"),
    saveState: isTrue(element, fmi === 2 ? "canGetAndSetFMUstate" : "canGetAndSetFMUState"), serializeState: isTrue(element, fmi === 2 ? "canSerializeFMUstate" : "canSerializeFMUState"),
    eventMode: isTrue(element, "hasEventMode"), returnsEarly: isTrue(element, "mightReturnEarlyFromDoStep"), ...(fixedStepS !== undefined && { fixedStepS }),
  };
}

function variablesOf(root: XmlElement, fmi: 2 | 3, name: string): FmuVariable[] {
  const elements = childOf(root, "ModelVariables")?.children ?? [];
  if (elements.length > MAX_VARIABLES) throw new TwinError("limit", `${name} has ${elements.length.toLocaleString("en")} variables; ${MAX_VARIABLES.toLocaleString("en")} are the most that are read.`);
  const types = new Map((childOf(root, "TypeDefinitions")?.children ?? []).map((type) => [type.attributes["name"] ?? "", fmi === 2 ? type.children[0] : type]));
  return elements.map((element) => variableOf(element, fmi, types, name));
}

function variableOf(element: XmlElement, fmi: 2 | 3, types: ReadonlyMap<string, XmlElement | undefined>, fmu: string): FmuVariable {
  // FMI 2 has the type in an element of its own below the variable.
  const typed = fmi === 2 ? element.children.find((child) => USABLE[2].has(child.name) || child.name === "String") : element;
  const { name, description } = element.attributes;
  const reference = numberIn(element, "valueReference");
  if (name === undefined || !typed || reference === undefined || !Number.isInteger(reference) || reference < 0 || reference > LARGEST_REFERENCE) throw new TwinError("damaged", `${fmu}: a variable${name === undefined ? "" : ` (${name.slice(0, 80)})`} has no name, no type or no valueReference.`);
  const declared = types.get(typed.attributes["declaredType"] ?? "");
  const said = (attribute: string): string | undefined => typed.attributes[attribute] ?? declared?.attributes[attribute];
  const limit = (attribute: string): number | undefined => numberIn(typed, attribute) ?? numberIn(declared, attribute);
  const causality = causalityOf(element.attributes["causality"]);
  const [unit, min, max, start] = [said("unit"), limit("min"), limit("max"), typed.attributes["start"]];
  const unusable = reasonAgainst(typed, fmi);
  return {
    name, causality, reference, type: typed.name, variability: element.attributes["variability"] ?? (/^(Real|Float)/.test(typed.name) ? "continuous" : "discrete"),
    ...(description !== undefined && { description }), ...(unit !== undefined && unit !== "" && { unit }), ...(start !== undefined && { start }),
    ...(min !== undefined && { min }), ...(max !== undefined && { max }), ...((said("relativeQuantity") === "true") && { relative: true }), ...(unusable !== undefined && { unusable }),
  };
}

function causalityOf(text: string | undefined): FmuCausality {
  return fmuCausalities.find((causality) => causality === text) ?? "local";
}

function reasonAgainst(typed: XmlElement, fmi: 2 | 3): string | undefined {
  if (childrenOf(typed, "Dimension").length > 0) return "an array";
  return USABLE[fmi].has(typed.name) ? undefined : `a value of type ${typed.name}, which is no number`;
}

/** Contradictions that a run may stumble over. */
function notesOn(root: XmlElement, variables: readonly FmuVariable[]): string[] {
  const notes: string[] = [];
  const names = new Set<string>();
  const twice = variables.find(({ name }) => names.size === names.add(name).size);
  if (twice) notes.push(`It declares ${twice.name} more than once; the first is used.`);
  const known = new Set(readUnits(root).map(({ name }) => name));
  const bare = variables.find(({ unit }) => unit !== undefined && !known.has(unit));
  if (bare) notes.push(`It uses units that it does not define (${bare.unit ?? ""} of ${bare.name}); they are read by their names.`);
  if (!variables.some(({ causality, unusable }) => causality === "output" && unusable === undefined)) notes.push("It has no output that is a number, so there is nothing to predict with it.");
  return notes;
}
