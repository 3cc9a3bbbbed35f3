/** Many plain variables that all change at one rate, for load and loss tests. Counts what it emitted. */
import { setImmediate as nextTurn } from "node:timers/promises";
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
  readonly #variables: readonly UAVariable[];
  readonly #emittedNode: UAVariable;
  readonly #tickNode: UAVariable;
  readonly #options: LoadOptions;
  #timer: NodeJS.Timeout | undefined;
  #tick = 0;
  #emitted = 0;

  private constructor(variables: readonly UAVariable[], emittedNode: UAVariable, tickNode: UAVariable, options: LoadOptions) {
    this.#variables = variables;
    this.#emittedNode = emittedNode;
    this.#tickNode = tickNode;
    this.#options = options;
  }

  /** Makes the nodes, giving way to other work on the way: fifty thousand take ten seconds. */
  static async create({ namespace }: PlantNodes, parent: UAObject, options: LoadOptions): Promise<LoadVariables> {
    const load = namespace.addFolder(parent, { nodeId: "s=Load", browseName: "Load" });
    const variables: UAVariable[] = [];
    let folder = load;
    const variable = (name: string, componentOf: UAObject): UAVariable =>
      namespace.addVariable({ nodeId: `s=${name}`, browseName: name, componentOf, dataType: "Double", minimumSamplingInterval: EXCEPTION_BASED });
    for (let i = 0; i < options.count; i++) {
      if (i % PER_FOLDER === 0) {
        await nextTurn();
        folder = namespace.addFolder(load, { nodeId: `s=Load.folder.${i / PER_FOLDER}`, browseName: `From ${i + 1}` });
      }
      variables.push(variable(`Load.${String(i + 1).padStart(5, "0")}`, folder));
    }
    const made = new LoadVariables(variables, variable("Load.emitted", load), variable("Load.tick", load), options);
    made.#emit();
    return made;
  }

  start(): void {
    this.#timer = setInterval(() => this.#emit(), 1000 / this.#options.rateHz);
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
