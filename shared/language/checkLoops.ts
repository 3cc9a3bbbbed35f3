/** Uses that feed each other: an output that depends on itself at the same instant, through no state, is an algebraic loop. */
import type { DiagnosticSink } from "./diagnostics.ts";
import type { ModelExpr, ModelProgram, UseProgram } from "./ir.ts";

/** Inputs that each output reads without a state between: changes there show in the output at once. */
function feedthrough(model: ModelProgram): readonly ReadonlySet<number>[] {
  const direct: Set<number>[] = [];
  for (const output of model.outputs) {
    const inputs = new Set<number>();
    const read = (leaf: string, index: number): void => {
      if (leaf === "input") inputs.add(index);
      if (leaf === "output") for (const input of direct[index] ?? []) inputs.add(input);
      if (leaf !== "relation") return;
      const relation = model.relations[index];
      if (relation) for (const side of [relation.a, relation.b]) visit(side, read);
    };
    visit(output.value, read);
    direct.push(inputs);
  }
  return direct;
}

function visit(expression: ModelExpr, leaf: (op: string, index: number) => void): void {
  if ("index" in expression) leaf(expression.op, expression.index);
  if ("test" in expression) visit(expression.test, leaf);
  if ("at" in expression) for (const operand of expression.at) visit(operand, leaf);
  if ("x" in expression) visit(expression.x, leaf);
  if ("a" in expression) visit(expression.a, leaf);
  if ("b" in expression) visit(expression.b, leaf);
}

/** Tells of algebraic loops and returns the uses that are in none. */
export function withoutLoops(uses: readonly UseProgram[], sinkOf: (file: string) => DiagnosticSink | undefined): UseProgram[] {
  const byId = new Map(uses.map((use) => [use.id, use]));
  const direct = new Map([...new Set(uses.map((use) => use.model))].map((model) => [model, feedthrough(model)]));
  const key = (use: UseProgram, output: number): string => `${use.id}#${output}`;
  const readsOf = (use: UseProgram, output: number): { use: UseProgram; output: number }[] => [...(direct.get(use.model)?.[output] ?? [])].flatMap((input) => {
    const source = use.inputs[input];
    const from = source?.kind === "output" ? byId.get(source.use) : undefined;
    return source?.kind === "output" && from ? [{ use: from, output: source.output }] : [];
  });
  const state = new Map<string, "open" | "done">();
  const looped = new Set<UseProgram>();
  for (const root of uses) for (const output of root.model.outputs.keys()) {
    if (state.has(key(root, output))) continue;
    const path = [{ use: root, output, rest: readsOf(root, output) }];
    state.set(key(root, output), "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.pop();
      if (!next) {
        state.set(key(top.use, top.output), "done");
        path.pop();
      } else if (!state.has(key(next.use, next.output))) {
        state.set(key(next.use, next.output), "open");
        path.push({ ...next, rest: readsOf(next.use, next.output) });
      } else if (state.get(key(next.use, next.output)) === "open") {
        const loop = path.slice(path.findIndex((step) => step.use === next.use && step.output === next.output));
        const shown = [...loop, next].map((step) => `${step.use.name}.${step.use.model.outputs[step.output]?.name ?? ""}`).join(" → ");
        for (const { use } of loop) {
          looped.add(use);
          sinkOf(use.position.file)?.report({ start: use.position.start, end: use.position.start + 3 }, "loop", `These outputs depend on each other at the same instant, with no state between: ${shown}.`);
        }
      }
    }
  }
  return dropReaders(uses, looped);
}

/** Leaves out the uses in loops, and those that read an output of one left out. */
function dropReaders(uses: readonly UseProgram[], out: Set<UseProgram>): UseProgram[] {
  let kept = uses.filter((use) => !out.has(use));
  for (;;) {
    const ids = new Set(kept.map((use) => use.id));
    const next = kept.filter((use) => use.inputs.every((input) => input.kind !== "output" || ids.has(input.use)));
    if (next.length === kept.length) return kept;
    kept = next;
  }
}
