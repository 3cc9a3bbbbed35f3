/** Two versions of a text side by side, read only. */
import { useEffect, useRef, type ReactNode } from "react";
import { EDITOR_THEME } from "./editorTheme.ts";
import { editorLook } from "./editorLook.ts";
import { monaco } from "./monaco.ts";
import { COMPARED_LANGUAGE } from "./registerLanguage.ts";
import "./editor.css";

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  /** What the two sides are, read out and shown above them. */
  readonly beforeName: string;
  readonly afterName: string;
}

export function TextDiff({ before, after, beforeName, afterName }: TextDiffProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const models = { original: monaco.editor.createModel(before, COMPARED_LANGUAGE), modified: monaco.editor.createModel(after, COMPARED_LANGUAGE) };
    const editor = monaco.editor.createDiffEditor(host.current, {
      ...editorLook(), theme: EDITOR_THEME, readOnly: true, originalEditable: false, renderOverviewRuler: false, useInlineViewWhenSpaceIsLimited: false,
      hideUnchangedRegions: { enabled: true }, originalAriaLabel: beforeName, modifiedAriaLabel: afterName,
    });
    // The editor does not dispose of a view model that it makes itself, and a comparison under way would outlive its models.
    const compared = editor.createViewModel(models);
    editor.setModel(compared);
    return () => {
      editor.dispose();
      compared.dispose();
      models.original.dispose();
      models.modified.dispose();
    };
  }, [before, after, beforeName, afterName]);
  return (
    <figure className="editor-diff">
      <figcaption><span>{beforeName}</span><span>{afterName}</span></figcaption>
      {before === after ? <p className="editor-hint">Both are the same.</p> : <div className="sides" ref={host} />}
    </figure>
  );
}
