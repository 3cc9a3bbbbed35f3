/** Which part of a span is history already: what is still on its way would make a run that can never be made again alike. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { formatIso, type Clock, type Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import { ALLOWED_AHEAD_US, ALLOWED_LATENESS_US } from "../ingest/index.ts";
import { signalsRead } from "./readInputs.ts";

export interface SettledSpanOptions {
  readonly history: HistoryInterface;
  readonly clock: Clock;
}

/**
 * The span up to where samples may still arrive now, for what these models read. Where history itself goes beyond now (a plan was
 * imported), and for models that read nothing, all of it. Throws `bad-input` for a span that lies wholly in the time to come or
 * before anything was recorded.
 */
export async function settledSpan({ history, clock }: SettledSpanOptions, uses: readonly UseProgram[], span: Span): Promise<Span> {
  const read = signalsRead(uses);
  if (read.length === 0) return span;
  const extent = await history.extentOf(read.flatMap((signal) => history.idOf(signal) ?? []));
  if (extent.fromUs === undefined || extent.toUs === undefined) return span;
  if (span.toUs <= extent.fromUs) throw new TwinError("bad-input", `The span ends at ${formatIso(span.toUs)}, before anything was recorded of what these models read: that begins at ${formatIso(extent.fromUs)} and goes to ${formatIso(extent.toUs)}.`);
  const nowUs = clock();
  if (extent.toUs > nowUs + ALLOWED_AHEAD_US) return span;
  const endUs = Math.min(span.toUs, nowUs - ALLOWED_LATENESS_US);
  if (span.fromUs >= endUs) throw new TwinError("bad-input", `The span begins at ${formatIso(span.fromUs)}, which is not history yet: it is ${formatIso(nowUs)} now. A forecast goes on from now.`);
  return { fromUs: span.fromUs, toUs: endUs };
}
