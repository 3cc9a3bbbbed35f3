/** What people can do to the time shown in a plot. All plots and the timeline share the cursor, so they move together. */
import type { Span } from "../../shared/time/time.ts";
import type { TimeCursor } from "../app/state/TimeCursor.ts";
import { chosenSpan, panSpan, zoomSpan } from "./spanMoves.ts";
import { zoomHistoryOf } from "./ZoomHistory.ts";

export interface TimeActions {
  readonly zoomTo: (span: Span) => void;
  readonly zoom: (aroundUs: number, factor: number) => void;
  /** Zooms around the time cursor, or the middle where it is not shown. */
  readonly zoomHere: (factor: number) => void;
  readonly pan: (byUs: number) => void;
  /** Pans by a share of what is shown. */
  readonly panShare: (share: number) => void;
  readonly seek: (tUs: number) => void;
  /** Moves the time cursor by a share of what is shown. */
  readonly stepCursor: (share: number) => void;
  readonly undoZoom: () => void;
  readonly reset: () => void;
  readonly goLive: () => void;
}

export function timeActions(cursor: TimeCursor): TimeActions {
  const history = zoomHistoryOf(cursor);
  const length = (): number => cursor.value.span.toUs - cursor.value.span.fromUs;
  // Never beyond now, but for what is shown of what lies ahead: a run may reach there.
  const latestUs = (): number => Math.max(cursor.nowUs, cursor.value.span.toUs);
  const pan = (byUs: number): void => cursor.setSpan(panSpan(cursor.value.span, byUs, latestUs()));
  const zoom = (aroundUs: number, factor: number): void => history.zoomTo(zoomSpan(cursor.value.span, aroundUs, factor, latestUs()));
  return {
    zoomTo: (span) => history.zoomTo(chosenSpan(span.fromUs, span.toUs)),
    zoom,
    zoomHere: (factor) => {
      const { span, tUs } = cursor.value;
      zoom(tUs >= span.fromUs && tUs <= span.toUs ? tUs : (span.fromUs + span.toUs) / 2, factor);
    },
    pan,
    panShare: (share) => pan(share * length()),
    seek: (tUs) => cursor.seek(tUs),
    stepCursor: (share) => cursor.seek(Math.round(cursor.value.tUs + share * length())),
    undoZoom: () => history.undo(),
    reset: () => history.reset(),
    goLive: () => cursor.goLive(),
  };
}
