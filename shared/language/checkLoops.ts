/** Uses that feed each other: a loop of outputs at one instant, through no state, is solved for where that can be done, else told. */
import type { DiagnosticSink } from "./diagnostics.ts";
import { evaluationOrder } from "./evaluationOrder.ts";
import type { UseProgram } from "./ir.ts";

/** Tells of loops that cannot be solved and returns the uses that are in none. */
export function withoutLoops(uses: readonly UseProgram[], sinkOf: (file: string) => DiagnosticSink | undefined): UseProgram[] {
  // Loops within a model have been told of there; one of several uses goes through their inputs.
  const joined = uses.filter((use) => use.inputs.some((input) => input.kind === "output"));
  const looped = new Set<UseProgram>();
  for (const block of evaluationOrder(joined, { atStart: false })) {
    if (block.kind !== "loop" || block.trouble === undefined) continue;
    for (const place of new Set([...block.unknowns, ...block.rest].map(({ use }) => use))) {
      const use = joined[place];
      if (!use) continue;
      looped.add(use);
      sinkOf(use.position.file)?.report({ start: use.position.start, end: use.position.start + 3 }, "loop", block.trouble);
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
