/** The Twinbench language in Monaco: colours, completion, hover, outline, go to definition, quick fixes; all from the one compiler. */
import type { CompletionKind } from "../../shared/language/assist.ts";
import type { Diagnostic } from "../../shared/language/ir.ts";
import type { LanguageClient } from "./LanguageClient.ts";
import { monaco } from "./monaco.ts";
import { twinConfiguration, twinTokens } from "./twinTokens.ts";

export const LANGUAGE = "twin";
/** The same colours without any help: for texts that are compared, not written. */
export const COMPARED_LANGUAGE = "twin-compared";

type Model = monaco.editor.ITextModel;

const completionKinds: Readonly<Record<CompletionKind, monaco.languages.CompletionItemKind>> = {
  type: monaco.languages.CompletionItemKind.Class,
  signal: monaco.languages.CompletionItemKind.Variable,
  parameter: monaco.languages.CompletionItemKind.Constant,
  calc: monaco.languages.CompletionItemKind.Function,
  output: monaco.languages.CompletionItemKind.Value,
  unit: monaco.languages.CompletionItemKind.Unit,
  keyword: monaco.languages.CompletionItemKind.Keyword,
  function: monaco.languages.CompletionItemKind.Function,
  member: monaco.languages.CompletionItemKind.EnumMember,
  model: monaco.languages.CompletionItemKind.Module,
  input: monaco.languages.CompletionItemKind.Field,
  snippet: monaco.languages.CompletionItemKind.Snippet,
};

export interface LanguageFacts {
  /** What is known of a signal now, for completion and hover: "82.4 °C". */
  readonly lastValue: (signal: string) => Promise<string | undefined>;
  /** Its recent past as an SVG, or undefined if there is nothing to see. */
  readonly sketch: (signal: string) => Promise<string | undefined>;
  readonly diagnostics: (file: string) => readonly Diagnostic[];
  readonly openType: (typeId: string) => void;
}

export function fileOf(model: Model): string {
  return model.uri.path.slice(1);
}

export function uriOf(file: string): monaco.Uri {
  return monaco.Uri.from({ scheme: "twin", path: `/${file}` });
}

export function rangeOf(model: Model, start: number, end: number): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

/** Registers everything; the returned function takes it back. */
export function registerLanguage(client: LanguageClient, facts: LanguageFacts): () => void {
  monaco.languages.register({ id: LANGUAGE, extensions: [".twin"] });
  monaco.languages.register({ id: COMPARED_LANGUAGE });
  const { languages } = monaco;
  const registered = [
    languages.setTokensProvider(LANGUAGE, twinTokens),
    languages.setTokensProvider(COMPARED_LANGUAGE, twinTokens),
    languages.setLanguageConfiguration(LANGUAGE, twinConfiguration),
    languages.registerCompletionItemProvider(LANGUAGE, completion(client, facts)),
    languages.registerHoverProvider(LANGUAGE, hover(client, facts)),
    languages.registerDocumentSymbolProvider(LANGUAGE, outline(client)),
    languages.registerDefinitionProvider(LANGUAGE, definition(client, facts)),
    languages.registerCodeActionProvider(LANGUAGE, quickFixes(facts)),
  ];
  return () => registered.forEach((one) => one.dispose());
}

function completion(client: LanguageClient, facts: LanguageFacts): monaco.languages.CompletionItemProvider {
  return {
    triggerCharacters: [".", ":", " "],
    provideCompletionItems: async (model, position) => {
      const { start, end, items } = await client.ask("complete", { file: fileOf(model), offset: model.getOffsetAt(position) });
      const range = rangeOf(model, start, end);
      return {
        suggestions: items.map((item, index) => ({
          label: { label: item.label, ...(item.detail !== undefined && { description: item.detail }) },
          kind: completionKinds[item.kind],
          insertText: item.insert,
          insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
          range,
          sortText: String(index).padStart(4, "0"),
          ...(item.description !== undefined && { documentation: item.description }),
          ...(item.signal !== undefined && { signal: item.signal }),
        })),
      };
    },
    resolveCompletionItem: async (item) => {
      const signal = "signal" in item && typeof item.signal === "string" ? await facts.lastValue(item.signal) : undefined;
      return signal === undefined ? item : { ...item, detail: `now ${signal}` };
    },
  };
}

/** Signals whose values a hover lists; more would not be read. */
const HOVER_VALUES = 4;

function hover(client: LanguageClient, facts: LanguageFacts): monaco.languages.HoverProvider {
  return {
    provideHover: async (model, position) => {
      const found = await client.ask("hover", { file: fileOf(model), offset: model.getOffsetAt(position) });
      if (!found) return undefined;
      const values = await Promise.all(found.signals.slice(0, HOVER_VALUES).map((signal) => facts.lastValue(signal)));
      const shown = values.filter((value) => value !== undefined);
      const lines = [`**${found.title}**`, ...found.lines, ...(shown.length > 0 ? [`now ${shown.join(" · ")}${found.signals.length > HOVER_VALUES ? " …" : ""}`] : [])];
      const [first] = found.signals;
      const sketch = first === undefined ? undefined : await facts.sketch(first);
      const picture = sketch === undefined ? [] : [`![the last hour](data:image/svg+xml;base64,${btoa(sketch)})`];
      return { range: rangeOf(model, found.start, found.end), contents: [...lines, ...picture].map((value) => ({ value })) };
    },
  };
}

function outline(client: LanguageClient): monaco.languages.DocumentSymbolProvider {
  const { SymbolKind } = monaco.languages;
  const kinds = {
    rule: SymbolKind.Event, calc: SymbolKind.Variable, model: SymbolKind.Class, use: SymbolKind.Object,
    def: SymbolKind.Function, template: SymbolKind.Interface, override: SymbolKind.Property, import: SymbolKind.Module,
  };
  return {
    provideDocumentSymbols: async (model) => {
      const symbols = await client.ask("symbols", { file: fileOf(model) });
      return symbols.map(({ kind, name, type, start, end, nameStart, nameEnd }) => ({
        name, kind: kinds[kind], detail: type ?? "", tags: [], range: rangeOf(model, start, end), selectionRange: rangeOf(model, nameStart, nameEnd),
      }));
    },
  };
}

function definition(client: LanguageClient, facts: LanguageFacts): monaco.languages.DefinitionProvider {
  return {
    provideDefinition: async (model, position) => {
      const target = await client.ask("definition", { file: fileOf(model), offset: model.getOffsetAt(position) });
      if (!target) return undefined;
      if (target.kind === "type") {
        facts.openType(target.typeId);
        return undefined;
      }
      const uri = uriOf(target.file);
      const other = monaco.editor.getModel(uri);
      return other ? { uri, range: rangeOf(other, target.start, target.end) } : undefined;
    },
  };
}

function quickFixes(facts: LanguageFacts): monaco.languages.CodeActionProvider {
  return {
    provideCodeActions: (model, range) => {
      const fixable = facts.diagnostics(fileOf(model)).flatMap((diagnostic) => (diagnostic.fix && rangeOf(model, diagnostic.start, diagnostic.end).intersectRanges(range) ? [diagnostic.fix] : []));
      const actions = fixable.map(({ title, start, end, text }) => ({
        title, kind: "quickfix", isPreferred: true,
        edit: { edits: [{ resource: model.uri, versionId: model.getVersionId(), textEdit: { range: rangeOf(model, start, end), text } }] },
      }));
      return { actions, dispose: () => undefined };
    },
  };
}
