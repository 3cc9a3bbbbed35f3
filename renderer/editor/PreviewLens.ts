/**
 * The line above each rule: what it would have done over the chosen span. Asks while one types; the newest text wins, and
 * what an older text would have done is never shown for a newer one.
 */
import type { RulePreview } from "../../shared/contract/rules.ts";
import { LANGUAGE, fileOf } from "./registerLanguage.ts";
import { monaco } from "./monaco.ts";
import { previewLine, type PreviewWords } from "./previewWords.ts";

export class PreviewLens {
  readonly #previews = new Map<string, readonly RulePreview[]>();
  readonly #changed = new monaco.Emitter<monaco.languages.CodeLensProvider>();
  readonly #command: string;
  readonly #whyCommand: string;
  readonly #words: () => PreviewWords;
  readonly #registered: readonly monaco.IDisposable[];

  /** `onOpen` is called with the preview whose line was clicked, `onWhy` with the one whose "why" was. */
  constructor(options: { words: () => PreviewWords; onOpen: (preview: RulePreview) => void; onWhy: (preview: RulePreview) => void }) {
    this.#words = options.words;
    this.#command = `twin.preview.${crypto.randomUUID()}`;
    this.#whyCommand = `twin.why.${crypto.randomUUID()}`;
    const provider: monaco.languages.CodeLensProvider = { onDidChange: this.#changed.event, provideCodeLenses: (model) => ({ lenses: this.#lenses(model), dispose: () => undefined }) };
    this.#registered = [
      monaco.editor.registerCommand(this.#command, (_accessor, preview: RulePreview) => options.onOpen(preview)),
      monaco.editor.registerCommand(this.#whyCommand, (_accessor, preview: RulePreview) => options.onWhy(preview)),
      monaco.languages.registerCodeLensProvider(LANGUAGE, provider),
      this.#changed,
    ];
  }

  /** The previews of a file as they come; undefined while nothing is known of its present text. */
  show(file: string, previews: readonly RulePreview[] | undefined): void {
    if (previews === undefined) this.#previews.delete(file);
    else this.#previews.set(file, previews);
    // The event carries the provider by the library's type; nothing reads it.
    this.#changed.fire({ provideCodeLenses: () => undefined });
  }

  dispose(): void {
    this.#registered.forEach((one) => one.dispose());
  }

  #lenses(model: monaco.editor.ITextModel): monaco.languages.CodeLens[] {
    const words = this.#words();
    return (this.#previews.get(fileOf(model)) ?? []).filter(({ removed }) => removed !== true).flatMap((preview) => {
      const { lineNumber } = model.getPositionAt(preview.position);
      const range = { startLineNumber: lineNumber, startColumn: 1, endLineNumber: lineNumber, endColumn: 1 };
      return [
        { range, id: preview.rule, command: { id: this.#command, title: previewLine(preview, words), arguments: [preview], tooltip: "Show when and where" } },
        ...(preview.assets > 0 ? [{ range, id: `why ${preview.rule}`, command: { id: this.#whyCommand, title: "why …", arguments: [preview], tooltip: "Show what each part of it comes to at the time cursor (Alt+Y)" } }] : []),
      ];
    });
  }
}
