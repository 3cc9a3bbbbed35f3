/** From the request of a calibration to what is fitted and compared: uses, parameters with their bounds, spans. Reads nothing. */
import type { CalibrateRequest, CalibrationSpan, FittedUse } from "../../../shared/contract/calibration.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { CompiledProject, UseProgram } from "../../../shared/language/ir.ts";
import { sortSystems, usesNamed, withSources } from "../simulation/index.ts";
import type { FittedName } from "./calibrationTypes.ts";

export interface FitPlan {
  readonly request: CalibrateRequest;
  /** The use that was asked for, then the others whose parameters are fitted. */
  readonly chosen: readonly [FittedUse, ...FittedUse[]];
  readonly systems: readonly (readonly UseProgram[])[];
  /** Ids of the chosen uses. */
  readonly members: readonly string[];
  readonly fitted: readonly FittedName[];
  readonly spans: readonly CalibrationSpan[];
}

/** Throws `not-found` (use, asset or parameter), `bad-input` (nothing compared, bounds without room, spans that overlap, a use that has nothing to do with the first). */
export function planFit(request: CalibrateRequest, program: CompiledProject): FitPlan {
  const own = usesOn(request, program);
  const names = [...new Set(request.fit.map(({ use }) => use ?? request.use))].filter((name) => name !== request.use);
  const others = names.map((name) => together(name, own, program));
  const members = [...own, ...others.flat()];
  if (members.every((use) => use.compared.length === 0)) throw new TwinError("bad-input", `${[request.use, ...names].join(", ")}: no output is compared with a measured signal. Add a line output ~ signal to a use.`);
  const systems = sortSystems(withSources(members, program.uses));
  return { request, chosen: [placed(request.use, own), ...names.map((name, i) => placed(name, others[i] ?? []))], systems, members: members.map(({ id }) => id), fitted: fittedOf(request, members), spans: spansOf(request) };
}

function placed(use: string, uses: readonly UseProgram[]): FittedUse {
  return { use, assetIds: uses.map(({ assetId }) => assetId) };
}

function usesOn({ use: name, assets }: CalibrateRequest, program: CompiledProject): UseProgram[] {
  const named = usesNamed(program, name);
  const chosen = assets ? named.filter((use) => assets.includes(use.assetId)) : named;
  const missing = assets?.find((asset) => !named.some((use) => use.assetId === asset));
  if (missing !== undefined) throw new TwinError("not-found", `${name} is not used on the asset ${missing}.`);
  return chosen;
}

/** Of another use those that feed the first ones, are fed by them, through others too, or stand on their assets. */
function together(name: string, own: readonly UseProgram[], program: CompiledProject): UseProgram[] {
  const ids = new Set(own.map(({ id }) => id));
  const assets = new Set(own.map(({ assetId }) => assetId));
  const sources = new Set(withSources(own, program.uses).map(({ id }) => id));
  const found = usesNamed(program, name).filter((use) => assets.has(use.assetId) || sources.has(use.id) || withSources([use], program.uses).some(({ id }) => ids.has(id)));
  if (found.length === 0) throw new TwinError("bad-input", `${name} has nothing to do with ${own[0]?.name ?? ""} there: it neither feeds it nor is fed by it, and stands on another asset. Calibrate it by itself.`);
  return found;
}

function fittedOf({ fit, use: own }: CalibrateRequest, members: readonly UseProgram[]): FittedName[] {
  return fit.map(({ use = own, name: wanted, low, high }, position): FittedName => {
    const first = members.find(({ name }) => name === use);
    const parameters = first?.model.parameters ?? [];
    const index = parameters.findIndex((parameter) => parameter.name === wanted);
    const parameter = parameters[index];
    if (!parameter) throw new TwinError("not-found", `${use} has no parameter ${wanted}. It has${parameters.length === 0 ? " none" : `: ${parameters.map((each) => each.name).join(", ")}`}.`);
    if (fit.findIndex((each) => each.name === wanted && (each.use ?? own) === use) !== position) throw new TwinError("bad-input", `${wanted} is named twice.`);
    const bounds = { low: low ?? parameter.low ?? -Infinity, high: high ?? parameter.high ?? Infinity };
    if (!(bounds.low < bounds.high)) throw new TwinError("bad-input", `The bounds of ${wanted} leave it no room: ${bounds.low} .. ${bounds.high} ${parameter.unit}.`);
    return { use, name: wanted, unit: parameter.unit, before: first?.parameters[index] ?? parameter.value, ...bounds };
  });
}

/** In time order. Throws where a span is empty, or where a held-out one would be seen by the fit. */
function spansOf({ fitSpans, heldOut }: CalibrateRequest): CalibrationSpan[] {
  const spans = [...fitSpans.map((span) => ({ ...span, heldOut: false })), ...heldOut.map((span) => ({ ...span, heldOut: true }))].sort((a, b) => a.fromUs - b.fromUs);
  if (spans.some(({ fromUs, toUs }) => toUs <= fromUs)) throw new TwinError("bad-input", "A span is empty: its end is not after its start.");
  spans.forEach((span, index) => {
    const next = spans[index + 1];
    if (next && next.fromUs < span.toUs) throw new TwinError("bad-input", next.heldOut === span.heldOut ? "Two spans overlap, and what lies in both would count twice." : "A span that is held out overlaps one that is fitted, and so would prove nothing.");
  });
  return spans;
}
