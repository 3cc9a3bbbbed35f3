/** One fit over a chain of uses: by exact sensitivities, and by differences, which a condition at the end of the chain leaves it to. */
import type { CalibrationProblem, SpanData } from "../../main/engine/calibration/calibrationTypes.ts";
import { fit } from "../../main/engine/calibration/fit.ts";
import { withParameters } from "../../main/engine/calibration/fittedPlaces.ts";
import { ModelResiduals } from "../../main/engine/calibration/ModelResiduals.ts";
import { solveSystem } from "../../main/engine/simulation/solveSystem.ts";
import type { InputSource, UseProgram } from "../../shared/language/ir.ts";
import { binary, input, makeUse, number, parameter, state } from "../fixtures/modelBuilders.ts";
import { noise } from "../fixtures/noise.ts";

const S = 1_000_000;
const HOURS = 6;
const STEP_S = 5;
const INPUT_STEP_S = 60;
const ROUNDS = 5;
const TRUTH = [300, 2, 0.02, 900];
const BEGIN = [200, 1.5, 0.03, 1500];
const NAMES = [["Heater", "p0"], ["Heater", "p1"], ["Duct", "p0"], ["Tank", "p0"]] as const;

/** A heater, a duct that loses heat to its own, slower wall, and a tank: four states, four fitted values. */
function chain(isWatched: boolean): UseProgram[] {
  const from = (use: string): InputSource => ({ kind: "output", use, output: 0, factor: 1, offset: 0 });
  const over = (x: ReturnType<typeof input>, time: ReturnType<typeof input>) => binary("divide", x, time);
  const heater = { ...makeUse({ name: "Heater", inputs: [{ kind: "signal", signal: "u", factor: 1, offset: 0 }], parameters: BEGIN.slice(0, 2), states: [{ initial: number(0), derivative: over(binary("subtract", binary("multiply", parameter(1), input(0)), state(0)), parameter(0)) }] }), id: "heater" };
  const loss = binary("multiply", parameter(0), binary("subtract", state(0), state(1)));
  const duct = { ...makeUse({ name: "Duct", inputs: [from("heater")], parameters: BEGIN.slice(2, 3), states: [{ initial: number(0), derivative: binary("subtract", over(binary("subtract", input(0), state(0)), number(60)), loss) }, { initial: number(0), derivative: over(loss, number(8)) }] }), id: "duct" };
  const tank = { ...makeUse({ name: "Tank", inputs: [from("duct")], parameters: BEGIN.slice(3), compared: [{ output: 0, signal: "T", factor: 1, offset: 0, unit: "K" }], states: [{ initial: number(0), derivative: over(binary("subtract", binary("multiply", number(0.7), input(0)), state(0)), parameter(0)) }] }), id: "tank" };
  const watch = { ...makeUse({ name: "Watch", inputs: [from("tank")], states: [], relations: [{ a: input(0), b: number(1e6), orEqual: false }], outputs: [{ op: "relation", index: 0 }] }), id: "watch" };
  return [heater, duct, tank, ...(isWatched ? [watch] : [])];
}

function problem(system: readonly UseProgram[], value = new Float64Array((HOURS * 3600) / STEP_S + 1)): CalibrationProblem {
  const levels = noise((HOURS * 3600) / INPUT_STEP_S, 3).map((level) => 20 + 5 * level);
  const span: SpanData = {
    fromUs: 0, toUs: HOURS * 3600 * S, heldOut: false,
    series: new Map([["u", { tUs: Float64Array.from(levels, (_, i) => i * INPUT_STEP_S * S), value: levels }], ["T", { tUs: Float64Array.from(value, (_, i) => i * STEP_S * S), value }]]),
  };
  const fitted = NAMES.map(([use, name], j) => ({ use, name, unit: "1", before: BEGIN[j] ?? 1, low: (BEGIN[j] ?? 1) / 10, high: (BEGIN[j] ?? 1) * 10 }));
  return { systems: [system], members: ["heater", "duct", "tank"], fitted, spans: [span], weights: new Map() };
}

export function run() {
  const plain = problem(chain(false));
  const measured: number[] = [];
  const [system = []] = plain.systems;
  const [span] = plain.spans;
  if (!span) throw new Error("there is a span");
  solveSystem({ uses: withParameters(system, plain, TRUTH), inputs: span.series, measured: span.series, fromUs: span.fromUs, toUs: span.toUs, outputStepUs: span.toUs, relativeTolerance: 1e-8, maxSteps: 1e8 }, { onOutput: ({ use, value }) => void (use === 2 && measured.push(...value)), onProgress: () => undefined });
  const read = noise(measured.length, 4);
  const value = Float64Array.from(measured, (one, i) => one + 0.1 * (read[i] ?? 0));
  const rows = [false, true].map((isWatched) => {
    const asked = problem(chain(isWatched), value);
    const times: number[] = [];
    let found = fit(asked, BEGIN, () => undefined);
    for (let round = 0; round < ROUNDS; round++) {
      const begunMs = performance.now();
      found = fit(asked, BEGIN, () => undefined);
      times.push(performance.now() - begunMs);
    }
    return { derivatives: new ModelResiduals(asked).sensitivities, "a fit, ms": Math.round(Math.min(...times)), iterations: found.iterations, ended: found.ended, cost: found.cost?.toPrecision(6) ?? "" };
  });
  return { title: `A fit of four values over a chain of three uses: ${HOURS} h, input each minute, compared every ${STEP_S} s (best of ${ROUNDS})`, rows };
}
