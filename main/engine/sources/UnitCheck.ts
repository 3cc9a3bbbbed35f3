/**
 * Whether the server names the same units as the bindings do. Units that lie turn bar into kPa without a sound, so a
 * difference is told; the binding, which a person chose, is what converts.
 */
import { conversion, isIdentity } from "../../../shared/units/convert.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { equal } from "../../../shared/units/rational.ts";
import type { Binding } from "../../../shared/model/project.ts";
import type { SourceSession } from "./SourceDriver.ts";

/** Nodes read in one call; the limit of the contract's `read` as well. */
const READ_AT_ONCE = 200;
/** So many differences are listed; more say nothing new. */
const MAX_WARNINGS = 200;

export interface UnitWarning {
  readonly address: string;
  readonly text: string;
}

/** What is wrong with taking a value in `said` for one in `bound`, or undefined if nothing is. */
export function unitDisagreement(bound: string, said: { readonly ucum?: string; readonly text: string }): string | undefined {
  if (said.ucum === undefined || said.ucum === bound) return undefined;
  const [boundUnit, saidUnit] = [parseUnit(bound), parseUnit(said.ucum)];
  if (isUnitError(boundUnit) || isUnitError(saidUnit)) return undefined;
  const name = said.text === "" ? said.ucum : said.text;
  const beginning = `The server says ${name}, the binding reads it as ${bound}`;
  if (saidUnit.dimension.key !== boundUnit.dimension.key) return `${beginning}: these measure different things. Check the binding's unit.`;
  const by = conversion(saidUnit, boundUnit);
  // A server cannot say gauge or absolute (EUInformation has no word for it), so such units are compared by size alone.
  const same = by ? isIdentity(by) : equal(saidUnit.factor, boundUnit.factor);
  return same ? undefined : `${beginning}: the recorded numbers would be wrong if the server is right. Check the binding's unit.`;
}

export class UnitCheck {
  readonly #session: SourceSession;
  readonly #onChange: () => void;
  readonly #onError: (error: unknown) => void;
  #wanted = new Map<string, string>();
  readonly #checked = new Map<string, string>();
  #warnings = new Map<string, UnitWarning>();
  #running = false;

  constructor(options: { readonly session: SourceSession; readonly onChange: () => void; readonly onError: (error: unknown) => void }) {
    this.#session = options.session;
    this.#onChange = options.onChange;
    this.#onError = options.onError;
  }

  get warnings(): readonly UnitWarning[] {
    return [...this.#warnings.values()];
  }

  /** The bindings to check from now on; checked when the source is live, each once. */
  want(bindings: readonly Binding[]): void {
    this.#wanted = new Map(bindings.flatMap(({ address, sourceUnit }) => (sourceUnit === undefined ? [] : [[address, sourceUnit]])));
    for (const [address, unit] of this.#checked) {
      if (this.#wanted.get(address) === unit) continue;
      this.#checked.delete(address);
      this.#warnings.delete(address);
    }
    if (this.#session.state === "live") this.start();
  }

  /** Checks what is not checked yet, in the background. A connection that ends meanwhile ends this too; the next one goes on. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#run()
      .catch((error: unknown) => {
        if (this.#session.state === "live") this.#onError(error);
      })
      .finally(() => (this.#running = false));
  }

  async #run(): Promise<void> {
    for (;;) {
      const next = [...this.#wanted].filter(([address, unit]) => this.#checked.get(address) !== unit).slice(0, READ_AT_ONCE);
      if (next.length === 0 || this.#session.state !== "live") return;
      const nodes = await this.#session.read(next.map(([address]) => address));
      for (const [index, [address, unit]] of next.entries()) {
        this.#checked.set(address, unit);
        const said = nodes[index]?.unit;
        const text = said && unitDisagreement(unit, said);
        if (text !== undefined && this.#warnings.size < MAX_WARNINGS) this.#warnings.set(address, { address, text });
      }
      if (this.#warnings.size > 0) this.#onChange();
    }
  }
}
