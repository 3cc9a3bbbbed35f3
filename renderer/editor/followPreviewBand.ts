/** Puts what the rule under the text cursor would have done onto the timeline, from the moment the editor is used until it closes. */
import type { Readable, Store } from "../app/state/Store.ts";
import type { PreviewBand } from "../timeline/previewBands.ts";
import type { FileState } from "./EditorHub.ts";
import type { monaco } from "./monaco.ts";
import { ruleAt } from "./previewWords.ts";

export function followPreviewBand(editor: monaco.editor.IStandaloneCodeEditor, state: Readable<FileState>, band: Store<PreviewBand | undefined>): () => void {
  let shown: PreviewBand | undefined;
  const show = (): void => {
    const [model, position] = [editor.getModel(), editor.getPosition()];
    const offset = model && position ? model.getOffsetAt(position) : -1;
    const preview = ruleAt(state.value.previews, offset);
    shown = preview && { rule: preview.rule, results: preview.results };
    band.set(shown);
  };
  const listeners = [editor.onDidChangeCursorPosition(show), editor.onDidFocusEditorText(show)];
  const endState = state.subscribe(() => {
    if (editor.hasTextFocus()) show();
  });
  return () => {
    for (const listener of listeners) listener.dispose();
    endState();
    if (band.value === shown) band.set(undefined);
  };
}
