/**
 * What all open editors of the window share: the language's worker, Monaco's models with the drafts in them, diagnostics
 * and previews. Panels come and go; a draft stays until it is saved or given up.
 */
import type { RulePreview } from "../../shared/contract/rules.ts";
import type { UsePreview } from "../../shared/contract/usePreviews.ts";
import { saveText } from "../../shared/model/edits/texts.ts";
import { isTableFile } from "../../shared/model/textFile.ts";
import type { Diagnostic } from "../../shared/language/ir.ts";
import { unappliedTables } from "../../shared/language/unappliedTables.ts";
import type { Span } from "../../shared/time/time.ts";
import { draftCurvesOf } from "../timeline/draftCurves.ts";
import { onHistoryChange } from "../app/state/historyChanges.ts";
import { Store, type Readable } from "../app/state/Store.ts";
import type { Workbench } from "../app/state/Workbench.ts";
import { draftsOf } from "./drafts.ts";
import { LanguageClient } from "./LanguageClient.ts";
import { monaco } from "./monaco.ts";
import { ruleAt, type PreviewWords } from "./previewWords.ts";
import { registerAssist } from "./registerAssist.ts";
import { showPreviewLines } from "./previewLines.ts";
import { fileOf, LANGUAGE, rangeOf, registerLanguage, uriOf } from "./registerLanguage.ts";

/** A pause in typing this long is when the text is checked, and previewed over history: the next keystroke ends a preview, so that it need not be longer. */
const CHECK_MS = 60;
const PREVIEW_MS = 40;
const MARKERS = "twin";

export interface FileState {
  /** Differs from what is saved. */
  readonly isDirty: boolean;
  /** Somebody saved another text since the draft was begun: neither may go before a person has seen both. */
  readonly isChangedElsewhere: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the newest text that was worked out; undefined before the first. */
  readonly previews: readonly RulePreview[] | undefined;
  /** What its models' uses would predict; of the same text. */
  readonly uses: readonly UsePreview[] | undefined;
  /** Whether that is the present text. */
  readonly isPreviewed: boolean;
}

const CLEAN: FileState = { isDirty: false, isChangedElsewhere: false, diagnostics: [], previews: undefined, uses: undefined, isPreviewed: false };

interface OpenFile {
  readonly model: monaco.editor.ITextModel;
  readonly state: Store<FileState>;
  readonly listener: monaco.IDisposable;
  /** The saved text that the draft was begun from; what the model holds beyond it is the draft. */
  saved: string;
  /** What is on its way to the engine: the project may come back with it before the answer does. */
  saving?: string;
  /** Settled when all of that is answered. */
  sending: Promise<void>;
  checkTimer?: ReturnType<typeof setTimeout>;
  previewTimer?: ReturnType<typeof setTimeout>;
  previewing?: AbortController;
}

export interface EditorHubOptions {
  readonly workbench: Workbench;
  readonly words: () => PreviewWords;
  readonly lastValue: (signal: string) => Promise<string | undefined>;
  readonly sketch: (signal: string) => Promise<string | undefined>;
  readonly openType: (typeId: string) => void;
  readonly onPreview: (preview: RulePreview) => void;
  readonly onWhy: (preview: RulePreview) => void;
  readonly onUse: (preview: UsePreview) => void;
}

/** Only a text with one of these has something to solve. */
const HAS_MODEL = /\b(use|model)\b/;

export class EditorHub {
  /** The span that previews run over. */
  readonly span: Store<Span>;
  /** How times and durations are said now. */
  readonly words: () => PreviewWords;
  readonly #workbench: Workbench;
  readonly #client = new LanguageClient();
  readonly #onPreview: (preview: RulePreview) => void;
  readonly #onWhy: (preview: RulePreview) => void;
  readonly #onUse: (preview: UsePreview) => void;
  readonly #files = new Map<string, OpenFile>();
  readonly #stops: (() => void)[];

  constructor({ workbench, words, lastValue, sketch, openType, onPreview, onWhy, onUse }: EditorHubOptions) {
    this.#workbench = workbench;
    this.words = words;
    this.#onPreview = onPreview;
    this.#onWhy = onWhy;
    this.#onUse = onUse;
    this.span = new Store<Span>(workbench.cursor.value.span);
    const unregisterAssist = registerAssist(this.#client, (file) => this.open(file).model);
    const unregister = registerLanguage(this.#client, { lastValue, sketch, openType, diagnostics: (file) => this.#files.get(file)?.state.value.diagnostics ?? [] });
    this.#client.setProject(workbench.project.value);
    this.#stops = [unregister, unregisterAssist, workbench.project.subscribe(() => this.#onProject()), this.span.subscribe(() => this.#previewAll()), onHistoryChange(workbench.jobs, () => this.#previewAll())];
  }

  /** The model of a file, its draft included. */
  open(file: string): { readonly model: monaco.editor.ITextModel; readonly state: Store<FileState> } {
    const known = this.#files.get(file);
    if (known) return known;
    const text = this.#workbench.project.value.texts[file]?.text ?? "";
    const model = monaco.editor.createModel(text, isTableFile(file) ? "plaintext" : LANGUAGE, uriOf(file));
    const opened: OpenFile = { model, saved: text, sending: Promise.resolve(), state: new Store(CLEAN), listener: model.onDidChangeContent(() => this.#onTyped(file)) };
    this.#files.set(file, opened);
    this.#onTyped(file);
    return opened;
  }

  /** Saves the draft; what runs goes on running. Throws what the engine refuses: `conflict` where another text was saved meanwhile. */
  async save(file: string): Promise<void> {
    const opened = this.#files.get(file);
    if (!opened) return;
    const text = opened.model.getValue();
    if (text === opened.saved) return;
    await this.#saving(opened, text, async (seen) => text !== seen && this.#workbench.engine.project.change({ label: `Edit ${file}`, changes: [saveText(this.#workbench.project.value, file, text, seen)] }));
  }

  /** Saves the draft and puts it live, in one step, with the tables that its models read. Throws why it may not run, or `conflict`. */
  async apply(file: string, why: string): Promise<void> {
    const opened = this.#files.get(file);
    if (!opened) return;
    const text = opened.model.getValue();
    const tables = unappliedTables(this.#workbench.project.value, [{ id: file, text }]).map((table) => ({ file: table.id, text: table.text, seen: table.text }));
    await this.#saving(opened, text, (seen) => this.#workbench.engine.rules.apply({ texts: [{ file, text, seen }, ...tables], why }));
  }

  /** Decides between the draft and what is saved now: the draft goes on from there, or is given up for it (which can be undone in the editor). */
  settle(file: string, keep: "draft" | "saved"): void {
    const opened = this.#files.get(file);
    const saved = this.#workbench.project.value.texts[file]?.text;
    if (!opened || saved === undefined) return;
    opened.saved = saved;
    if (keep === "saved") this.replace(file, saved);
    this.#setDirty(opened);
  }

  /** Puts a text into the editor as a draft, which can be undone there. */
  replace(file: string, text: string): void {
    const model = this.#files.get(file)?.model;
    model?.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  }

  /** The lines above the rules of a file in an editor that shows it, until the returned function is called. */
  showPreviewLines(editor: monaco.editor.IStandaloneCodeEditor, state: Readable<FileState>): () => void {
    return showPreviewLines(editor, { state, words: this.words, onOpen: this.#onPreview, onWhy: this.#onWhy, onUse: this.#onUse });
  }

  /** Shows when and where the rule at an offset of a text would have fired, as a click on its line does. */
  firings(file: string, offset: number): void {
    const preview = ruleAt(this.#files.get(file)?.state.value.previews, offset);
    if (preview) this.#onPreview(preview);
  }

  /** Asks why of the rule at an offset of a text, as its line does. */
  why(file: string, offset: number): void {
    const preview = ruleAt(this.#files.get(file)?.state.value.previews, offset);
    if (preview) this.#onWhy(preview);
  }

  /** Whether something was typed that is not saved. */
  get hasDrafts(): boolean {
    return [...this.#files.values()].some(({ state }) => state.value.isDirty);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    for (const { model, listener, checkTimer, previewTimer, previewing } of this.#files.values()) {
      clearTimeout(checkTimer);
      clearTimeout(previewTimer);
      previewing?.abort();
      listener.dispose();
      model.dispose();
    }
    this.#client.dispose();
  }

  /** Somebody saved or undid: a file without draft follows, one with a draft keeps it and says so. */
  #onProject(): void {
    this.#client.setProject(this.#workbench.project.value);
    for (const [file, opened] of this.#files) {
      const text = this.#workbench.project.value.texts[file]?.text;
      if (text === undefined) continue;
      const written = opened.model.getValue();
      const isDraft = written !== opened.saved;
      if (!isDraft || text === written || text === opened.saving) opened.saved = text;
      if (!isDraft && text !== written) opened.model.setValue(text);
      this.#setDirty(opened); // another version may run
    }
    for (const file of this.#files.keys()) this.#schedule(file);
  }

  #onTyped(file: string): void {
    const opened = this.#files.get(file);
    if (!opened) return;
    this.#client.setDraft(file, opened.model.getValue());
    this.#setDirty(opened);
    this.#schedule(file);
  }

  /** One after the other: who saves and applies at once would else seem to be two, of which the second has not seen what the first saved. */
  #saving(opened: OpenFile, text: string, send: (seen: string) => Promise<unknown>): Promise<void> {
    const work = opened.sending.then(async () => {
      opened.saving = text;
      try {
        await send(opened.saved);
        opened.saved = text;
      } finally {
        delete opened.saving;
        this.#setDirty(opened);
      }
    });
    opened.sending = work.catch(() => undefined); // told to who asked
    return work;
  }

  #setDirty(opened: OpenFile): void {
    const text = opened.model.getValue();
    const file = fileOf(opened.model);
    const known = this.#workbench.project.value.texts[file];
    const isDirty = text !== opened.saved;
    opened.state.update((state) => ({ ...state, isDirty, isChangedElsewhere: isDirty && known !== undefined && known.text !== opened.saved && known.text !== opened.saving }));
    const isDraft = text !== known?.applied;
    draftsOf(this.#workbench).update((drafts) => {
      if ((isDraft ? text : undefined) === drafts.get(file)) return drafts;
      const others = [...drafts].filter(([other]) => other !== file);
      return new Map(isDraft ? [...others, [file, text]] : others);
    });
    this.#drawUses(opened);
  }

  /** Lays what a draft predicts into the trends; a text that runs has nothing to lay there. */
  #drawUses({ model, state }: OpenFile): void {
    const file = fileOf(model);
    const isDraft = draftsOf(this.#workbench).value.has(file);
    const lines = (isDraft ? (state.value.uses ?? []) : []).flatMap(({ use, tUs, curves }) => curves.map(({ signal, value }) => ({ signal, use, tUs, value })));
    draftCurvesOf(this.#workbench.cursor).update((known) => {
      if (lines.length === 0 && !known.has(file)) return known;
      const others = [...known].filter(([other]) => other !== file);
      return new Map(lines.length === 0 ? others : [...others, [file, lines]]);
    });
  }

  #schedule(file: string): void {
    const opened = this.#files.get(file);
    if (!opened) return;
    clearTimeout(opened.checkTimer);
    clearTimeout(opened.previewTimer);
    opened.previewing?.abort();
    opened.state.update((state) => ({ ...state, isPreviewed: false }));
    opened.checkTimer = setTimeout(() => void this.#check(file, opened), CHECK_MS);
    opened.previewTimer = setTimeout(() => void this.#preview(opened), PREVIEW_MS);
  }

  #previewAll(): void {
    for (const file of this.#files.keys()) this.#schedule(file);
  }

  async #check(file: string, opened: OpenFile): Promise<void> {
    const version = opened.model.getVersionId();
    const diagnostics = await this.#client.ask("check", { file }).catch(() => undefined);
    if (!diagnostics || opened.model.isDisposed() || opened.model.getVersionId() !== version) return;
    opened.state.update((state) => ({ ...state, diagnostics }));
    monaco.editor.setModelMarkers(opened.model, MARKERS, diagnostics.map(({ start, end, severity, message, code }) => {
      const range = rangeOf(opened.model, start, Math.max(end, start + 1));
      return { startLineNumber: range.startLineNumber, startColumn: range.startColumn, endLineNumber: range.endLineNumber, endColumn: range.endColumn, message, code, severity: severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning };
    }));
  }

  async #preview(opened: OpenFile): Promise<void> {
    const abort = new AbortController();
    opened.previewing = abort;
    const [file, text, span] = [fileOf(opened.model), opened.model.getValue(), this.span.value];
    const { engine, selection } = this.#workbench;
    const follow = async <T>(frames: AsyncIterable<T>, take: (frame: T) => void): Promise<void> => {
      try {
        for await (const frame of frames) {
          if (abort.signal.aborted) return;
          take(frame);
        }
      } catch {
        // A newer text took its place, or the engine went away and will be asked again when it is back.
      }
    };
    const showUses = (uses: readonly UsePreview[]): void => {
      opened.state.update((state) => ({ ...state, uses, isPreviewed: true }));
      this.#drawUses(opened);
    };
    const rules = follow(engine.rules.preview({ file, text, span }, { signal: abort.signal }), (previews) => opened.state.update((state) => ({ ...state, previews, isPreviewed: true })));
    if (!HAS_MODEL.test(text)) showUses([]);
    else await follow(engine.runs.preview({ file, text, span, assets: [...selection.value.assets] }, { signal: abort.signal }), showUses);
    await rules;
  }
}
