/** Which part of a span is history already: what is still on its way would make a run that can never be made again alike. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { formatIso, type Clock, type Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import { ALLOWED_AHEAD_US, ALLOWED_LATENESS_US } from "../ingest/index.ts";
import { isAnyKnownWithin } from "./knownWithin.ts";
import { inputSignals, signalsRead } from "./readInputs.ts";

export interface SettledSpanOptions {
  readonly history: HistoryInterface;
  readonly clock: Clock;
}

/** What history has of what these models read, and until when it is settled: Infinity where nothing is to be waited for. */
interface Settled {
  readonly fromUs?: number;
  readonly lastUs?: number;
  readonly untilUs: number;
}

async function settled({ history, clock }: SettledSpanOptions, uses: readonly UseProgram[]): Promise<Settled> {
  const read = signalsRead(uses);
  if (read.length === 0) return { untilUs: Infinity };
  const { fromUs, toUs: lastUs } = await history.extentOf(read.flatMap((signal) => history.idOf(signal) ?? []));
  if (fromUs === undefined || lastUs === undefined) return { untilUs: Infinity };
  const nowUs = clock();
  return { fromUs, lastUs, untilUs: lastUs > nowUs + ALLOWED_AHEAD_US ? Infinity : nowUs - ALLOWED_LATENESS_US };
}

/** Until when no sample may still arrive of what these models read: a little before now, as rules decide. Infinity where history itself goes beyond now, and for models that read nothing. */
export async function settledUntil(options: SettledSpanOptions, uses: readonly UseProgram[]): Promise<number> {
  return (await settled(options, uses)).untilUs;
}

/**
 * The span up to where samples may still arrive now, for what these models read. Where history itself goes beyond now (a plan was
 * imported), and for models that read nothing, all of it. Throws `bad-input` for a span that lies wholly in the time to come or
 * before anything was recorded, and for one over which none of the inputs is known.
 */
export async function settledSpan(options: SettledSpanOptions, uses: readonly UseProgram[], span: Span): Promise<Span> {
  const { fromUs, lastUs, untilUs } = await settled(options, uses);
  if (fromUs !== undefined && lastUs !== undefined && span.toUs <= fromUs) throw new TwinError("bad-input", `The span ends at ${formatIso(span.toUs)}, before anything was recorded of what these models read: that begins at ${formatIso(fromUs)} and goes to ${formatIso(lastUs)}.`);
  const toUs = Math.min(span.toUs, untilUs);
  if (span.fromUs >= toUs) throw notYet("The span begins", span.fromUs, options.clock());
  const within = { fromUs: span.fromUs, toUs };
  const inputs = inputSignals(uses);
  if (inputs.length > 0 && uses.every(readsSomething) && !(await isAnyKnownWithin(options.history, inputs, within))) {
    const recorded = fromUs === undefined || lastUs === undefined ? "nothing of it was recorded yet" : `what was recorded of it lies between ${formatIso(fromUs)} and ${formatIso(lastUs)}`;
    throw new TwinError("bad-input", `Between ${formatIso(within.fromUs)} and ${formatIso(toUs)} no input of these models is known: ${recorded}.`);
  }
  return within;
}

/** Whether there is nothing to solve of it without history. */
function readsSomething({ inputs }: UseProgram): boolean {
  return inputs.some(({ kind }) => kind !== "constant");
}

/** The instant, or the last settled one where it is only just not settled. Throws `bad-input` for one in the time to come. */
export function settledInstant(tUs: number, untilUs: number): number {
  if (tUs > untilUs + ALLOWED_AHEAD_US) throw notYet("The instant lies", tUs, untilUs + ALLOWED_LATENESS_US);
  return Math.min(tUs, untilUs);
}

function notYet(what: string, tUs: number, nowUs: number): TwinError {
  return new TwinError("bad-input", `${what} at ${formatIso(tUs)}, which is not history yet: it is ${formatIso(nowUs)} now. A forecast goes on from now.`);
}
