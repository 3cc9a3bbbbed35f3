/**
 * The states that a what-if begins with: those the models came to, but for a state that is measured. A compared output is a
 * state where nothing but conversions lie between them; then the measured value at the instant says what the state was.
 */
import type { StartState } from "../../../shared/contract/whatIf.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { layoutOf } from "./generateSteps.ts";
import type { InputSeries, SystemStart } from "./simulationTypes.ts";

export interface StartOfSystem extends SystemStart {
  readonly start: readonly StartState[];
}

export function startOfSystem(system: readonly UseProgram[], replayed: SystemStart, measured: ReadonlyMap<string, InputSeries>, atUs: number): StartOfSystem {
  const states = replayed.states.slice();
  const { offsets } = layoutOf(system);
  const start = system.flatMap((use, index) => {
    const known = measuredStates(use, measured, atUs);
    return use.model.states.map(({ name, unit }, i): StartState => {
      const at = (offsets[index]?.state ?? 0) + i;
      const found = known.get(i);
      if (found) states[at] = found.value;
      return { use: use.name, assetId: use.assetId, state: name, unit, value: states[at] ?? Number.NaN, ...(found && { measured: found.signal }) };
    });
  });
  return { ...replayed, states, start };
}

/** By index of the state. */
function measuredStates({ model, compared }: UseProgram, measured: ReadonlyMap<string, InputSeries>, atUs: number): Map<number, { readonly value: number; readonly signal: string }> {
  const known = new Map<number, { readonly value: number; readonly signal: string }>();
  for (const { output, signal, factor, offset } of compared) {
    const expression = model.outputs[output]?.value;
    const shown = expression && conversionOfState(expression);
    const value = valueAt(measured.get(signal), atUs);
    if (!shown || known.has(shown.index) || Number.isNaN(value) || shown.factor * factor === 0) continue;
    known.set(shown.index, { signal, value: ((value - offset) / factor - shown.offset) / shown.factor });
  }
  return known;
}

interface StateShown {
  readonly index: number;
  readonly factor: number;
  readonly offset: number;
}

/** state · factor + offset, where the expression is nothing else. */
function conversionOfState(expression: ModelExpr): StateShown | undefined {
  if (expression.op === "state") return { index: expression.index, factor: 1, offset: 0 };
  if (expression.op !== "affine") return undefined;
  const inner = conversionOfState(expression.x);
  return inner && { index: inner.index, factor: inner.factor * expression.factor, offset: inner.offset * expression.factor + expression.offset };
}

/** What holds at an instant; NaN where that is unknown. */
function valueAt(series: InputSeries | undefined, atUs: number): number {
  const row = series?.tUs.findLastIndex((tUs) => tUs <= atUs) ?? -1;
  return series?.value[row] ?? Number.NaN;
}
