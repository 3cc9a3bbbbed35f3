/** Code of systems that is made once and serves as often as a system is solved with other values. Lives in a worker. */
import type { InputSource, UseProgram } from "../../../shared/language/ir.ts";
import { compileSystem, type CompiledSystem } from "./generateCode.ts";
import { compileJacobian, type Jacobian } from "./generateJacobian.ts";

interface Code {
  readonly declared: readonly UseProgram[];
  readonly system: CompiledSystem;
  /** Made when it is first asked for: most systems never turn stiff. */
  jacobian?: { readonly made: Jacobian | undefined };
}

export class SystemCodes {
  /** By the first use of the system. */
  readonly #codes = new Map<string, Code>();

  /** The code of a system: `declared` are its uses as given, `uses` as they are solved (with linear inputs as states). */
  of(declared: readonly UseProgram[], uses: readonly UseProgram[]): { readonly system: CompiledSystem; readonly jacobian: () => Jacobian | undefined } {
    const key = declared[0]?.id ?? "";
    let code = this.#codes.get(key);
    if (!code || !isSameCode(code.declared, declared)) this.#codes.set(key, (code = { declared, system: compileSystem(uses) }));
    const found = code;
    return { system: found.system, jacobian: () => (found.jacobian ??= { made: compileJacobian(uses, found.system.delays) }).made };
  }
}

/** Parameters, and inputs that come from signals and constants, are read from arrays; models and links between uses are in the code. */
function isSameCode(a: readonly UseProgram[], b: readonly UseProgram[]): boolean {
  return a.length === b.length && a.every((use, i) => use.id === b[i]?.id && use.model === b[i].model && use.inputs.length === b[i].inputs.length && use.inputs.every((input, place) => isSameLink(input, b[i]?.inputs[place])));
}

function isSameLink(a: InputSource, b: InputSource | undefined): boolean {
  if (a.kind !== "output" || b?.kind !== "output") return a.kind === b?.kind;
  return a.use === b.use && a.output === b.output && a.factor === b.factor && a.offset === b.offset;
}
