/** What has to be solved of an FMU for model exchange: its states in the order of its functions, and its event indicators (FMI 2.0.4, 2.2.8; FMI 3.0, 2.4.8). */
import type { FmuExchange, FmuState, FmuVariable } from "../../../shared/contract/fmus.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { childOf, childrenOf, isTrue, numberIn, type XmlElement } from "./xml.ts";

/** Memory is made for so many, whatever a description says. */
const MAX_INDICATORS = 1_000_000;

/** `variables` are those of the description, in its order. Throws `damaged` where what it says of its states does not fit together. */
export function exchangeOf(root: XmlElement, fmi: 2 | 3, variables: readonly FmuVariable[], name: string): FmuExchange {
  const structure = childOf(root, "ModelStructure");
  const eventIndicators = fmi === 2 ? (numberIn(root, "numberOfEventIndicators") ?? 0) : childrenOf(structure, "EventIndicator").length;
  if (!Number.isInteger(eventIndicators) || eventIndicators < 0 || eventIndicators > MAX_INDICATORS) throw new TwinError("damaged", `${name}: modelDescription.xml says that it has ${eventIndicators} event indicators.`);
  const declared = childOf(root, "ModelVariables")?.children ?? [];
  const states = fmi === 2
    ? childrenOf(childOf(structure, "Derivatives"), "Unknown").map((unknown) => byIndex(numberIn(unknown, "index") ?? 0, declared, variables))
    : byReference(childrenOf(structure, "ContinuousStateDerivative").map((listed) => numberIn(listed, "valueReference")), declared, variables);
  const broken = states.findIndex((state) => state === undefined);
  if (broken >= 0) throw new TwinError("damaged", `${name}: modelDescription.xml lists a derivative (number ${broken + 1}) that it does not declare as the derivative of a variable.`);
  return { states: states.filter((state) => state !== undefined), eventIndicators, directionalDerivatives: isTrue(childOf(root, "ModelExchange"), fmi === 2 ? "providesDirectionalDerivative" : "providesDirectionalDerivatives") };
}

/** FMI 2 counts variables from 1. */
function byIndex(index: number, declared: readonly XmlElement[], variables: readonly FmuVariable[]): FmuState | undefined {
  const of = numberIn(childOf(declared[index - 1], "Real"), "derivative") ?? 0;
  return stateOf(variables[of - 1], variables[index - 1]);
}

function byReference(references: readonly (number | undefined)[], declared: readonly XmlElement[], variables: readonly FmuVariable[]): (FmuState | undefined)[] {
  const places = new Map(variables.map(({ reference }, place) => [reference, place]));
  const placeOf = (reference: number | undefined): number => places.get(reference ?? -1) ?? -1;
  return references.map((reference) => {
    const place = placeOf(reference);
    return stateOf(variables[placeOf(numberIn(declared[place], "derivative"))], variables[place]);
  });
}

function stateOf(state: FmuVariable | undefined, derivative: FmuVariable | undefined): FmuState | undefined {
  return state && derivative && { name: state.name, reference: state.reference, derivative: derivative.reference };
}
