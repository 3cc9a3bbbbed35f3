/** Many plain variables that all change at one rate, for load and loss tests. Counts what it emitted. */
import { DataType, StatusCodes, type UAObject, type UAVariable } from "node-opcua";
import { EXCEPTION_BASED, type PlantNodes } from "./addressSpace.ts";

/** Variables per folder, so that browsing stays usable. */
const PER_FOLDER = 1000;

export interface LoadOptions {
  readonly count: number;
  readonly rateHz: number;
  /** Told after each tick: its number and how many values have been emitted since the start. */
  readonly onTick: (tick: number, emitted: number) => void;
}

/**
 * `Load/…/Load.00001` and so on. At tick n every variable takes the value n, so that a receiver sees each value that it
 * missed; `Load.emitted` and `Load.tick` hold the counts.
 */
export class LoadVariables {
  readonly #variables: UAVariable[] = [];
  readonly #emittedNode: UAVariable;
  readonly #tickNode: UAVariable;
  readonly #options: LoadOptions;
  readonly #timer: NodeJS.Timeout;
  #tick = 0;
  #emitted = 0;

  constructor(nodes: PlantNodes, parent: UAObject, options: LoadOptions) {
    this.#options = options;
    const { namespace } = nodes;
    const load = namespace.addFolder(parent, { nodeId: "s=Load", browseName: "Load" });
    let folder = load;
    for (let i = 0; i < options.count; i++) {
      if (i % PER_FOLDER === 0) folder = namespace.addFolder(load, { nodeId: `s=Load.folder.${i / PER_FOLDER}`, browseName: `From ${i + 1}` });
      const name = `Load.${String(i + 1).padStart(5, "0")}`;
      this.#variables.push(namespace.addVariable({ nodeId: `s=${name}`, browseName: name, componentOf: folder, dataType: "Double", minimumSamplingInterval: EXCEPTION_BASED }));
    }
    const counter = (name: string): UAVariable =>
      namespace.addVariable({ nodeId: `s=Load.${name}`, browseName: name, componentOf: load, dataType: "Double", minimumSamplingInterval: EXCEPTION_BASED });
    this.#emittedNode = counter("emitted");
    this.#tickNode = counter("tick");
    this.#emit();
    this.#timer = setInterval(() => this.#emit(), 1000 / options.rateHz);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #emit(): void {
    const at = new Date();
    const value = { dataType: DataType.Double, value: ++this.#tick };
    for (const variable of this.#variables) variable.setValueFromSource(value, StatusCodes.Good, at);
    this.#emitted += this.#variables.length;
    this.#tickNode.setValueFromSource(value, StatusCodes.Good, at);
    this.#emittedNode.setValueFromSource({ dataType: DataType.Double, value: this.#emitted }, StatusCodes.Good, at);
    this.#options.onTick(this.#tick, this.#emitted);
  }
}
