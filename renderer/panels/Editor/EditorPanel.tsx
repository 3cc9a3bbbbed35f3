/** One text of the project in an editor: errors as typed, what each rule would have done, saving. */
import { CircleAlert, RotateCcw, Save } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { PanelProps } from "../../app/panels.tsx";
import { useCommands } from "../../app/commands/useCommands.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { EditorHub } from "../../editor/EditorHub.ts";
import { editorHubOf } from "../../editor/editorHubOf.ts";
import { applyEditorTheme, EDITOR_THEME } from "../../editor/editorTheme.ts";
import { followPreviewBand } from "../../editor/followPreviewBand.ts";
import { monaco } from "../../editor/monaco.ts";
import { previewSpan, previewSpanChoices, type PreviewSpanName } from "../../editor/previewSpans.ts";
import { previewBandOf } from "../../timeline/previewBands.ts";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { statusText } from "../RulesTree/RulesView.tsx";
import "../../editor/editor.css";

export function EditorPanel({ id, config }: PanelProps): ReactNode {
  const { project } = useWorkbench();
  const texts = useStore(project).texts;
  const file = typeof config === "object" && config !== null && "file" in config && typeof config.file === "string" ? config.file : undefined;
  if (file === undefined) return <EmptyState title="No text is open">Open a rule or a model from “Rules and models” at the left, or make a new one there.</EmptyState>;
  if (!texts[file]) return <EmptyState title={`${file} is not there any more`}>It was deleted or renamed. Undo brings it back.</EmptyState>;
  return <TextEditor key={file} panel={id} file={file} />;
}

function TextEditor({ panel, file }: { readonly panel: string; readonly file: string }): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const hub = useMemo(() => editorHubOf(workbench, services), [workbench, services]);
  const { model, state } = useMemo(() => hub.open(file), [hub, file]);
  const { isDirty, diagnostics } = useStore(state);
  const status = useStore(workbench.rules).find((candidate) => candidate.file === file);
  const theme = useStore(services.preferences.theme);
  const host = useRef<HTMLDivElement>(null);
  const save = (): void => void hub.save(file).catch(services.report);

  useEffect(() => {
    if (!host.current) return undefined;
    const editor = monaco.editor.create(host.current, {
      model, theme: EDITOR_THEME, automaticLayout: true, minimap: { enabled: false }, fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--family-num"),
      fontSize: 12, lineHeight: 18, scrollBeyondLastLine: false, tabSize: 2, renderLineHighlight: "line", fixedOverflowWidgets: true, ariaLabel: `Text of ${file}`,
      quickSuggestions: { other: true, comments: false, strings: false }, accessibilitySupport: "auto", lineNumbersMinChars: 3, folding: true, padding: { top: 6 }, overviewRulerLanes: 1,
      codeLensFontFamily: getComputedStyle(document.documentElement).getPropertyValue("--family-num"), codeLensFontSize: 11, wordBasedSuggestions: "off", bracketPairColorization: { enabled: false },
    });
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, save);
    const endBand = followPreviewBand(editor, state, previewBandOf(workbench.cursor));
    return () => {
      endBand();
      editor.dispose();
    };
  }, [model]);
  useEffect(() => applyEditorTheme(theme), [theme]);
  useCommands(() => [
    { id: "editor.save", title: `Save ${file}`, category: "Editor", keys: ["Ctrl+S"], panel, isEnabled: () => state.value.isDirty, run: save },
    { id: "editor.revert", title: `Give up the changes to ${file}`, category: "Editor", panel, isEnabled: () => state.value.isDirty, run: () => hub.revert(file) },
  ]);

  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const first = errors[0] ?? diagnostics[0];
  return (
    <section className="editor" aria-label={`Editor, ${file}`}>
      <div className="editor-bar">
        <span className={`state${errors.length > 0 ? " error" : ""}`} title={first?.message}>
          {errors.length > 0 && <CircleAlert size={13} aria-hidden />}
          {isDirty ? "not saved · " : ""}
          {first ? `${errors.length > 0 ? `${errors.length} ${errors.length === 1 ? "error" : "errors"}: ` : ""}${first.message}` : isDirty ? "no errors; saving puts it live" : `live: ${statusText(status)}`}
        </span>
        <PreviewSpanChoice hub={hub} />
        <IconButton icon={RotateCcw} label="Give up the changes" isDisabled={!isDirty} onPress={() => hub.revert(file)} />
        <IconButton icon={Save} label="Save and put live" keys="Ctrl+S" isDisabled={!isDirty} onPress={save} />
      </div>
      <div className="editor-text" ref={host} />
      <div className="editor-foot">Ctrl+Space completes · F8 next error · Ctrl+M lets Tab leave the editor</div>
    </section>
  );
}

/** Chooses the span of the lines above the rules. A span that ends now is fixed when it is chosen, so that typing asks one question at a time. */
function PreviewSpanChoice({ hub }: { readonly hub: EditorHub }): ReactNode {
  const { cursor } = useWorkbench();
  const [name, setName] = useState<PreviewSpanName>("7d");
  useEffect(() => hub.span.set(previewSpan(name, cursor.value.span, cursor.nowUs)), [hub, name, cursor]);
  return (
    <div className="span">
      <span>tried over</span>
      <ChoiceField label="Span that rules are tried over" hideLabel value={name} choices={previewSpanChoices} onChange={(value) => setName(previewSpanChoices.find((choice) => choice.value === value)?.value ?? "7d")} />
    </div>
  );
}
