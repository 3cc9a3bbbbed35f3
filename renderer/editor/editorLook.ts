/** How every editor of the window looks, whatever it is for. */
import type { monaco } from "./monaco.ts";

export function editorLook(): monaco.editor.IEditorOptions {
  const family = getComputedStyle(document.documentElement).getPropertyValue("--family-num");
  return {
    automaticLayout: true, minimap: { enabled: false }, fontFamily: family, fontSize: 12, lineHeight: 18, scrollBeyondLastLine: false, renderLineHighlight: "line",
    fixedOverflowWidgets: true, lineNumbersMinChars: 3, padding: { top: 6 }, overviewRulerLanes: 1,
  };
}
