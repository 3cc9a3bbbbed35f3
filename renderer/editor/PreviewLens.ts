/**
 * The line above each rule: what it would have done over the chosen span. Asks while one types; the newest text wins, and
 * what an older text would have done is never shown for a newer one.
 */
import type { RulePreview } from "../../shared/contract/rules.ts";
import { US_PER_MIN } from "../../shared/time/time.ts";
import { LANGUAGE, fileOf } from "./registerLanguage.ts";
import { monaco } from "./monaco.ts";

export interface PreviewWords {
  readonly duration: (durationUs: number) => string;
  readonly time: (tUs: number) => string;
}

/** `fired 12 times · 3 h 20 min · longest 47 min · last 2 Nov 14:03 · cannot decide 2 min`. */
export function previewLine(preview: RulePreview, { duration, time }: PreviewWords): string {
  if (preview.error !== undefined) return preview.error;
  const blind = preview.unknownUs >= US_PER_MIN ? ` · cannot decide ${duration(preview.unknownUs)}` : "";
  const left = preview.notRun.length > 0 ? ` · not run on ${preview.notRun.length} out of service` : "";
  if (preview.fired === 0) return `never fired · ${preview.assets} ${preview.assets === 1 ? "asset" : "assets"}${blind}${left}`;
  const last = preview.lastUs === undefined ? "" : ` · last ${time(preview.lastUs)}`;
  return `fired ${preview.fired} ${preview.fired === 1 ? "time" : "times"} · ${duration(preview.totalUs)} · longest ${duration(preview.longestUs)}${last}${blind}${left}`;
}

export class PreviewLens {
  readonly #previews = new Map<string, readonly RulePreview[]>();
  readonly #changed = new monaco.Emitter<monaco.languages.CodeLensProvider>();
  readonly #command: string;
  readonly #words: () => PreviewWords;
  readonly #registered: readonly monaco.IDisposable[];

  /** `onOpen` is called with the preview whose line was clicked. */
  constructor(options: { words: () => PreviewWords; onOpen: (preview: RulePreview) => void }) {
    this.#words = options.words;
    this.#command = `twin.preview.${crypto.randomUUID()}`;
    const provider: monaco.languages.CodeLensProvider = { onDidChange: this.#changed.event, provideCodeLenses: (model) => ({ lenses: this.#lenses(model), dispose: () => undefined }) };
    this.#registered = [
      monaco.editor.registerCommand(this.#command, (_accessor, preview: RulePreview) => options.onOpen(preview)),
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
    return (this.#previews.get(fileOf(model)) ?? []).map((preview) => {
      const { lineNumber } = model.getPositionAt(preview.position);
      return {
        range: { startLineNumber: lineNumber, startColumn: 1, endLineNumber: lineNumber, endColumn: 1 },
        id: preview.rule,
        command: { id: this.#command, title: previewLine(preview, words), arguments: [preview], tooltip: "Show when and where" },
      };
    });
  }
}
