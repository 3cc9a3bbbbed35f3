/**
 * The line above each rule and use in one editor: what it would have done or predicted over the chosen span. View zones of our own, since the
 * editor's code lenses are not drawn anew while it has no focus. While a newer text is being worked out the lines of the
 * older one stay where they stand and are marked as old. It works nothing out: the hub does.
 */
import type { RulePreview } from "../../shared/contract/rules.ts";
import type { UsePreview } from "../../shared/contract/usePreviews.ts";
import type { Readable } from "../app/state/Store.ts";
import type { FileState } from "./EditorHub.ts";
import type { monaco } from "./monaco.ts";
import { previewLine, predictionLine, type PreviewWords } from "./previewWords.ts";

const LINE_HEIGHT_PX = 18;

export interface PreviewLinesOptions {
  readonly state: Readable<FileState>;
  readonly words: () => PreviewWords;
  /** The line, or the "why" behind it, was clicked. */
  readonly onOpen: (preview: RulePreview) => void;
  readonly onWhy: (preview: RulePreview) => void;
  readonly onUse: (preview: UsePreview) => void;
}

interface ZoneLine {
  readonly position: number;
  readonly buttons: readonly { readonly text: string; readonly title: string; readonly press: () => void }[];
}

/** Draws them until the returned function is called. */
export function showPreviewLines(editor: monaco.editor.IStandaloneCodeEditor, options: PreviewLinesOptions): () => void {
  const { state } = options;
  let zones: string[] = [];
  let lines: HTMLElement[] = [];
  let shown: readonly [rules: readonly RulePreview[] | undefined, uses: readonly UsePreview[] | undefined] = [undefined, undefined];
  const show = (): void => {
    const { previews, uses, isPreviewed } = state.value;
    if (previews !== shown[0] || uses !== shown[1]) {
      shown = [previews, uses];
      lines = [];
      editor.changeViewZones((accessor) => {
        for (const zone of zones) accessor.removeZone(zone);
        const model = editor.getModel();
        if (model === null) return;
        zones = [...ruleLines(previews ?? [], options), ...predictionLines(uses ?? [], options)].map((line) => {
          const domNode = lineOf(line);
          lines.push(domNode);
          return accessor.addZone({ afterLineNumber: model.getPositionAt(line.position).lineNumber - 1, heightInPx: LINE_HEIGHT_PX, domNode, suppressMouseDown: true });
        });
      });
    }
    for (const line of lines) line.classList.toggle("is-old", !isPreviewed);
  };
  show();
  return state.subscribe(show);
}

function ruleLines(previews: readonly RulePreview[], { words, onOpen, onWhy }: PreviewLinesOptions): ZoneLine[] {
  return previews.filter(({ removed }) => removed !== true).map((preview) => ({
    position: preview.position,
    buttons: [
      { text: previewLine(preview, words()), title: "Show when and where (Alt+L)", press: () => onOpen(preview) },
      ...(preview.assets > 0 ? [{ text: "why …", title: "Show what each part of it comes to at the time cursor (Alt+Y)", press: () => onWhy(preview) }] : []),
    ],
  }));
}

function predictionLines(uses: readonly UsePreview[], { onUse }: PreviewLinesOptions): ZoneLine[] {
  return uses.map((use) => ({ position: use.position, buttons: [{ text: predictionLine(use), title: "Draw it in the trend", press: () => onUse(use) }] }));
}

/** Reached by keyboard through the editor's own keys: the zones are hidden from assistive technology by the editor. */
function lineOf({ buttons }: ZoneLine): HTMLElement {
  const zone = document.createElement("div");
  zone.className = "preview-zone";
  const line = document.createElement("div");
  line.className = "preview-line";
  // The editor would take a press as one on its text.
  for (const press of ["pointerdown", "mousedown"]) line.addEventListener(press, (event) => event.stopPropagation());
  zone.append(line);
  for (const { text, title, press } of buttons) {
    const made = document.createElement("button");
    made.type = "button";
    made.tabIndex = -1;
    made.textContent = text;
    made.title = title;
    made.addEventListener("click", press);
    line.append(made);
  }
  return zone;
}
