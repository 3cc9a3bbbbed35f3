/** The keyboard twins of what the pointer does to a plot. They act only while the plot has the focus. */
import type { TimeActions } from "./timeActions.ts";

/** Shares of what is shown that one key press moves. */
const PAN_SHARE = 0.1;
const STEP_SHARE = 0.01;
const ZOOM_IN = 0.5;

/** One line each, for the help that stands beside the plot. */
export const TIME_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ["← →", "move the time cursor"], ["Shift+← →", "pan"], ["+ −", "zoom in, out"], ["Backspace", "undo zoom"], ["0", "reset zoom"], ["L", "live"],
];

/** What a key does, or undefined if it is none of ours. */
export function timeKey(event: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean }, actions: TimeActions): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case "ArrowLeft": return () => (event.shiftKey ? actions.panShare(-PAN_SHARE) : actions.stepCursor(-STEP_SHARE));
    case "ArrowRight": return () => (event.shiftKey ? actions.panShare(PAN_SHARE) : actions.stepCursor(STEP_SHARE));
    case "+": case "=": return () => actions.zoomHere(ZOOM_IN);
    case "-": case "_": return () => actions.zoomHere(1 / ZOOM_IN);
    case "Backspace": return actions.undoZoom;
    case "0": return actions.reset;
    case "l": case "L": return actions.goLive;
    default: return undefined;
  }
}
