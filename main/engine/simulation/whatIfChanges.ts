/** Changes of a what-if put into the uses they name. Which instant they begin at is not its business. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { MadeChange, WhatIfChange } from "../../../shared/contract/whatIf.ts";
import type { InputSource, UseProgram } from "../../../shared/language/ir.ts";
import { nearest } from "../../../shared/units/nearest.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";

export interface ChangedUses {
  /** In the order of those given. */
  readonly uses: readonly UseProgram[];
  readonly changes: readonly MadeChange[];
}

/** An input or a parameter of a use, on one asset or wherever the use stands. */
type Named = Pick<WhatIfChange, "of" | "use" | "name" | "asset">;

/** Throws `not-found` for what no use has, `bad-input` where one thing is changed twice. */
export function changedUses(given: readonly UseProgram[], changes: readonly WhatIfChange[]): ChangedUses {
  const uses = new Map(given.map((use) => [use.id, use]));
  const touched = new Set<string>();
  const made = changes.map((change): MadeChange => {
    const meant = meantBy(given, change);
    for (const { id } of meant) {
      const key = `${id} ${change.of} ${change.name}`;
      if (touched.has(key)) throw new TwinError("bad-input", `${change.name} of ${change.use} is changed twice.`);
      touched.add(key);
      const use = uses.get(id);
      if (use) uses.set(id, changed(use, change));
    }
    const unit = declared(meant[0], change)?.unit ?? "1";
    return { ...change, unit: change.how === "shift" ? codeOfDifference(unit) : unit };
  });
  return { uses: [...uses.values()], changes: made };
}

/** The uses in which something is named. Throws `not-found` for what none has. */
export function meantBy(uses: readonly UseProgram[], change: Named): UseProgram[] {
  const named = uses.filter(({ name }) => name === change.use);
  if (named.length === 0) throw new TwinError("not-found", `There is no use named ${change.use} in this run. There is: ${[...new Set(uses.map(({ name }) => name))].join(", ")}.`);
  const meant = change.asset === undefined ? named : named.filter(({ assetId }) => assetId === change.asset);
  if (meant.length === 0) throw new TwinError("not-found", `${change.use} is not used on the asset ${change.asset ?? ""}.`);
  if (!declared(meant[0], change)) {
    const names = meant[0]?.model[change.of === "input" ? "inputs" : "parameters"].map(({ name }) => name) ?? [];
    const near = nearest(change.name, names);
    throw new TwinError("not-found", `${change.use} has no ${change.of} ${change.name}.${near === undefined ? "" : ` Nearest: ${near}.`} It has: ${names.join(", ")}.`);
  }
  return meant;
}

function declared(use: UseProgram | undefined, { of, name }: Named): { readonly unit: string } | undefined {
  return use?.model[of === "input" ? "inputs" : "parameters"].find((one) => one.name === name);
}

function changed(use: UseProgram, change: WhatIfChange): UseProgram {
  if (change.of === "parameter") {
    const index = use.model.parameters.findIndex(({ name }) => name === change.name);
    return { ...use, parameters: use.parameters.map((value, i) => (i === index ? moved(value, change) : value)) };
  }
  const index = use.model.inputs.findIndex(({ name }) => name === change.name);
  return { ...use, inputs: use.inputs.map((input, i) => (i === index ? movedInput(input, change) : input)) };
}

function moved(value: number, { how, amount }: WhatIfChange): number {
  if (how === "set") return amount;
  return how === "shift" ? value + amount : value * amount;
}

/** What comes in passes through factor and offset into the model's unit; the change is one more such step behind it. */
function movedInput(input: InputSource, change: WhatIfChange): InputSource {
  const { how, amount } = change;
  if (how === "set") return { kind: "constant", value: amount };
  if (input.kind === "constant") return { kind: "constant", value: moved(input.value, change) };
  return how === "shift" ? { ...input, offset: input.offset + amount } : { ...input, factor: input.factor * amount, offset: input.offset * amount };
}
