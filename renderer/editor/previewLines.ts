/**
 * The line above each rule in one editor: what it would have done over the chosen span. View zones of our own, since the
 * editor's code lenses are not drawn anew while it has no focus. While a newer text is being worked out the lines of the
 * older one stay where they stand and are marked as old. It works nothing out: the hub does.
 */
import type { RulePreview } from "../../shared/contract/rules.ts";
import type { Readable } from "../app/state/Store.ts";
import type { FileState } from "./EditorHub.ts";
import type { monaco } from "./monaco.ts";
import { previewLine, type PreviewWords } from "./previewWords.ts";

const LINE_HEIGHT_PX = 18;

export interface PreviewLinesOptions {
  readonly state: Readable<FileState>;
  readonly words: () => PreviewWords;
  /** The line, or the "why" behind it, was clicked. */
  readonly onOpen: (preview: RulePreview) => void;
  readonly onWhy: (preview: RulePreview) => void;
}

/** Draws them until the returned function is called. */
export function showPreviewLines(editor: monaco.editor.IStandaloneCodeEditor, options: PreviewLinesOptions): () => void {
  const { state } = options;
  let zones: string[] = [];
  let lines: HTMLElement[] = [];
  let shown: readonly RulePreview[] | undefined;
  const show = (): void => {
    const { previews, isPreviewed } = state.value;
    if (previews !== shown) {
      shown = previews;
      lines = [];
      editor.changeViewZones((accessor) => {
        for (const zone of zones) accessor.removeZone(zone);
        zones = zonesOf(previews ?? []).map(({ preview, afterLineNumber }) => {
          const domNode = lineOf(preview, options);
          lines.push(domNode);
          return accessor.addZone({ afterLineNumber, heightInPx: LINE_HEIGHT_PX, domNode, suppressMouseDown: true });
        });
      });
    }
    for (const line of lines) line.classList.toggle("is-old", !isPreviewed);
  };
  const zonesOf = (previews: readonly RulePreview[]): { readonly preview: RulePreview; readonly afterLineNumber: number }[] => {
    const model = editor.getModel();
    return model === null ? [] : previews.filter(({ removed }) => removed !== true).map((preview) => ({ preview, afterLineNumber: model.getPositionAt(preview.position).lineNumber - 1 }));
  };
  show();
  return state.subscribe(show);
}

/** Reached by keyboard through the editor's own keys: the zones are hidden from assistive technology by the editor. */
function lineOf(preview: RulePreview, { words, onOpen, onWhy }: PreviewLinesOptions): HTMLElement {
  const zone = document.createElement("div");
  zone.className = "preview-zone";
  const line = document.createElement("div");
  line.className = "preview-line";
  // The editor would take a press as one on its text.
  for (const press of ["pointerdown", "mousedown"]) line.addEventListener(press, (event) => event.stopPropagation());
  zone.append(line);
  const button = (text: string, title: string, press: (preview: RulePreview) => void): HTMLElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.tabIndex = -1;
    made.textContent = text;
    made.title = title;
    made.addEventListener("click", () => press(preview));
    return made;
  };
  line.append(button(previewLine(preview, words()), "Show when and where (Alt+L)", onOpen));
  if (preview.assets > 0) line.append(button("why …", "Show what each part of it comes to at the time cursor (Alt+Y)", onWhy));
  return zone;
}
