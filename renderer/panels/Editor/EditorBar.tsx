/** The bar above a text: how it stands, over which span its rules are tried, and what can be done with it. */
import { CircleAlert, CircleCheck, History, Radio, RotateCcw, Save } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { isTableFile } from "../../../shared/model/textFile.ts";
import { useStore, type Readable } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { EditorHub, FileState } from "../../editor/EditorHub.ts";
import { previewSpan, previewSpanChoices, type PreviewSpanName } from "../../editor/previewSpans.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import { textState } from "./textState.ts";

export interface EditorBarProps {
  readonly hub: EditorHub;
  readonly file: string;
  readonly state: Readable<FileState>;
  readonly isApplicable: boolean;
  readonly save: () => void;
  readonly apply: () => void;
  readonly versions: () => void;
  readonly revert: () => void;
}

export function EditorBar({ hub, file, state, isApplicable, save, apply, versions, revert }: EditorBarProps): ReactNode {
  const { rules } = useWorkbench();
  const { isDirty, isChangedElsewhere, diagnostics } = useStore(state);
  const status = useStore(rules).find((candidate) => candidate.file === file);
  const { text, isError, hint } = textState({ isDirty, isChangedElsewhere, diagnostics, status });
  return (
    <div className="editor-bar">
      <span className={`state${isError ? " error" : ""}`} title={hint ?? text}>
        {isError && <CircleAlert size={13} aria-hidden />}
        {text}
      </span>
      {!isTableFile(file) && <PreviewSpanChoice hub={hub} />}
      <LiveRunOf file={file} />
      <IconButton icon={RotateCcw} label="Give up the changes" isDisabled={!isDirty} onPress={revert} />
      <IconButton icon={History} label="Versions …" onPress={versions} />
      <IconButton icon={Save} label="Save" keys="Ctrl+S" isDisabled={!isDirty} onPress={save} />
      <Button icon={CircleCheck} isDisabled={!isApplicable} onPress={apply}>Apply …</Button>
    </div>
  );
}

/** The way to what runs along with the plant from this text. */
function LiveRunOf({ file }: { readonly file: string }): ReactNode {
  const { liveRuns } = useWorkbench();
  const { openPanel } = useWindow();
  const run = useStore(liveRuns).find(({ uses }) => uses.some((use) => use.file === file));
  return run && <IconButton icon={Radio} label={`${run.use} runs along with the plant: show how far it is off`} onPress={() => openPanel("runs", { config: { run: run.run } })} />;
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
