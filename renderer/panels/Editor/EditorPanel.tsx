/** One text of the project in an editor: errors as typed, what each rule would have done, saving, applying, versions. */
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import type { PanelProps } from "../../app/panels.tsx";
import { isTableFile } from "../../../shared/model/textFile.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import { offsetOfRule } from "../../app/rulePlace.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { editorHubOf } from "../../editor/editorHubOf.ts";
import { editorLook } from "../../editor/editorLook.ts";
import { applyEditorTheme, EDITOR_THEME } from "../../editor/editorTheme.ts";
import { followPreviewBand } from "../../editor/followPreviewBand.ts";
import { monaco } from "../../editor/monaco.ts";
import { previewBandOf } from "../../timeline/previewBands.ts";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ApplyDialog } from "./ApplyDialog.tsx";
import { ChangedElsewhereDialog } from "./ChangedElsewhereDialog.tsx";
import { EditorBar } from "./EditorBar.tsx";
import { VersionsDialog } from "./VersionsDialog.tsx";
import "../../editor/editor.css";

export function EditorPanel({ id, config }: PanelProps): ReactNode {
  const { project } = useWorkbench();
  const texts = useStore(project).texts;
  const { file, rule } = readEditorConfig(config);
  if (file === undefined) return <EmptyState title="No text is open">Open a rule or a model from “Rules and models” at the left, or make a new one there.</EmptyState>;
  if (!texts[file]) return <EmptyState title={`${file} is not there any more`}>It was deleted or renamed. Undo brings it back.</EmptyState>;
  return <TextEditor key={file} panel={id} file={file} rule={rule} asked={config} />;
}

interface TextEditorProps {
  readonly panel: string;
  readonly file: string;
  /** Where the caret is to be put. */
  readonly rule: string | undefined;
  /** Another one each time somebody asks for the text, so that the same rule can be asked for again. */
  readonly asked: unknown;
}

function TextEditor({ panel, file, rule, asked }: TextEditorProps): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const hub = useMemo(() => editorHubOf(workbench, services), [workbench, services]);
  const { model, state } = useMemo(() => hub.open(file), [hub, file]);
  const { isDirty, isChangedElsewhere, diagnostics } = useStore(state);
  const text = useStore(workbench.project).texts[file];
  const theme = useStore(services.preferences.theme);
  const host = useRef<HTMLDivElement>(null);
  const shown = useRef<monaco.editor.IStandaloneCodeEditor>(undefined);
  const isApplicable = (isDirty || text?.applied !== text?.text) && diagnostics.every(({ severity }) => severity !== "error");
  const settled = (then: () => void): void => {
    if (isChangedElsewhere) services.openDialog((close) => <ChangedElsewhereDialog hub={hub} file={file} onKept={then} onClose={close} />);
    else then();
  };
  const save = (): void => settled(() => void hub.save(file).catch(services.report));
  const apply = (why?: string): void => settled(() => services.openDialog((close) => <ApplyDialog hub={hub} file={file} onClose={close} {...(why !== undefined && { why })} />));
  const restore = (old: string, why: string): void => {
    hub.replace(file, old);
    apply(why);
  };
  const versions = (): void => services.openDialog((close) => <VersionsDialog file={file} draft={model.getValue()} onClose={close} onRestore={restore} />);
  const actions = { save, apply: () => isApplicable && apply(), versions, revert: () => hub.settle(file, "saved") };
  const newest = useRef(actions);
  newest.current = actions;

  useEffect(() => {
    if (!host.current) return undefined;
    const editor = monaco.editor.create(host.current, {
      ...editorLook(), model, theme: EDITOR_THEME, tabSize: 2, ariaLabel: `Text of ${file}`, quickSuggestions: { other: true, comments: false, strings: false },
      accessibilitySupport: "auto", folding: true, wordBasedSuggestions: "off", bracketPairColorization: { enabled: false }, "semanticHighlighting.enabled": true,
    });
    shown.current = editor;
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => newest.current.save());
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => newest.current.apply());
    const caret = (): number => model.getOffsetAt(editor.getPosition() ?? { lineNumber: 1, column: 1 });
    editor.addCommand(monaco.KeyMod.Alt | monaco.KeyCode.KeyY, () => hub.why(file, caret()));
    editor.addCommand(monaco.KeyMod.Alt | monaco.KeyCode.KeyL, () => hub.firings(file, caret()));
    const endLines = hub.showPreviewLines(editor, state);
    const endBand = followPreviewBand(editor, state, previewBandOf(workbench.cursor));
    return () => {
      endLines();
      endBand();
      shown.current = undefined;
      editor.dispose();
    };
  }, [model]);
  useEffect(() => {
    const offset = rule === undefined ? undefined : offsetOfRule(model.getValue(), rule);
    if (offset !== undefined) goTo(shown.current, model.getPositionAt(offset));
  }, [model, rule, asked]);
  useEffect(() => applyEditorTheme(theme), [theme]);
  useCommands(() => [
    { id: "editor.save", title: `Save ${file}`, category: "Editor", keys: ["Ctrl+S"], panel, isEnabled: () => isDirty, run: save },
    { id: "editor.apply", title: `Apply ${file} …`, category: "Editor", keys: ["Ctrl+Enter"], panel, isEnabled: () => isApplicable, run: () => apply() },
    { id: "editor.versions", title: `Versions of ${file} …`, category: "Editor", panel, run: versions },
    { id: "editor.revert", title: `Give up the changes to ${file}`, category: "Editor", panel, isEnabled: () => isDirty, run: actions.revert },
  ]);
  return (
    <section className="editor" aria-label={`Editor, ${file}`}>
      <EditorBar hub={hub} file={file} state={state} isApplicable={isApplicable} {...actions} />
      <div className="editor-text" ref={host} />
      <div className="editor-foot">Ctrl+M, then Tab leaves the editor · {isTableFile(file) ? "" : "Ctrl+Space completes · F8 next error · Alt+L firings · Alt+Y why · "}Ctrl+Enter applies</div>
    </section>
  );
}

function goTo(editor: monaco.editor.IStandaloneCodeEditor | undefined, place: monaco.Position): void {
  editor?.setPosition(place);
  editor?.revealPositionNearTop(place);
  editor?.focus();
}

/** What a layout or whoever opened the panel says: which text, and which rule of it. */
function readEditorConfig(config: unknown): { readonly file: string | undefined; readonly rule: string | undefined } {
  const read = (name: string): string | undefined => {
    const value: unknown = typeof config === "object" && config !== null && name in config ? Reflect.get(config, name) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  return { file: read("file"), rule: read("rule") };
}
