/** References, renaming, formatting, folding, signatures and colours by meaning in Monaco; all answered by the language's worker. */
import type { TargetKind, TextEdit } from "../../shared/language/assist.ts";
import type { LanguageClient } from "./LanguageClient.ts";
import { monaco } from "./monaco.ts";
import { fileOf, LANGUAGE, rangeOf, uriOf } from "./registerLanguage.ts";

type Model = monaco.editor.ITextModel;

/** Our kinds as the theme's rules name them. */
const TOKEN_TYPES: readonly TargetKind[] = ["rule", "calc", "model", "use", "def", "template", "limit", "parameter", "line", "type", "signal", "assetParameter", "state", "member", "asset", "relation", "file"];

/** `modelOf` opens a text that is not open yet, so that it can be edited with the others. */
export function registerAssist(client: LanguageClient, modelOf: (file: string) => Model): () => void {
  const { languages } = monaco;
  const registered = [
    languages.registerReferenceProvider(LANGUAGE, {
      provideReferences: async (model, position) => {
        const found = await client.ask("references", { file: fileOf(model), offset: model.getOffsetAt(position) });
        return found.map(({ file, start, end }) => ({ uri: uriOf(file), range: rangeOf(modelOf(file), start, end) }));
      },
    }),
    languages.registerRenameProvider(LANGUAGE, {
      resolveRenameLocation: async (model, position) => {
        const name = await client.ask("nameAt", { file: fileOf(model), offset: model.getOffsetAt(position) });
        const range = name ? rangeOf(model, name.start, name.end) : monaco.Range.fromPositions(position);
        if (!name) return { range, text: "", rejectReason: "Nothing that has a name of its own stands here." };
        if (!name.isOfText) return { range, text: name.text, rejectReason: `${name.text} belongs to the plant: rename it in the asset tree or its type. The texts follow.` };
        return { range, text: name.text };
      },
      provideRenameEdits: async (model, position, newName) => {
        const result = await client.ask("rename", { file: fileOf(model), offset: model.getOffsetAt(position), newName });
        if ("problem" in result) return { edits: [], rejectReason: result.problem };
        return { edits: result.edits.map((edit) => workspaceEdit(modelOf(edit.file), edit)) };
      },
    }),
    languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      provideDocumentFormattingEdits: async (model) => {
        const text = await client.ask("format", { file: fileOf(model) });
        return text === model.getValue() ? [] : [{ range: model.getFullModelRange(), text }];
      },
    }),
    languages.registerFoldingRangeProvider(LANGUAGE, {
      provideFoldingRanges: async (model) => {
        const ranges = await client.ask("folding", { file: fileOf(model) });
        return ranges.map(({ startLine, endLine, kind }) => ({ start: startLine + 1, end: endLine + 1, ...(kind !== "definition" && { kind: kind === "comment" ? languages.FoldingRangeKind.Comment : languages.FoldingRangeKind.Imports }) }));
      },
    }),
    languages.registerSignatureHelpProvider(LANGUAGE, {
      signatureHelpTriggerCharacters: ["(", ","],
      provideSignatureHelp: async (model, position) => {
        const help = await client.ask("signature", { file: fileOf(model), offset: model.getOffsetAt(position) });
        if (!help) return undefined;
        const signatures = help.signatures.map(({ label, operands, help: documentation }) => ({ label, documentation, parameters: operands.map(([start, end]) => ({ label: [start, end] as [number, number] })) }));
        return { value: { signatures, activeSignature: help.activeSignature, activeParameter: help.activeOperand }, dispose: () => undefined };
      },
    }),
    languages.registerDocumentSemanticTokensProvider(LANGUAGE, {
      getLegend: () => ({ tokenTypes: [...TOKEN_TYPES], tokenModifiers: ["definition"] }),
      provideDocumentSemanticTokens: async (model) => {
        const version = model.getVersionId();
        const tokens = await client.ask("semantic", { file: fileOf(model) });
        return model.getVersionId() === version ? { data: encoded(model, tokens) } : undefined;
      },
      releaseDocumentSemanticTokens: () => undefined,
    }),
  ];
  return () => registered.forEach((one) => one.dispose());
}

function workspaceEdit(model: Model, { start, end, text }: TextEdit): monaco.languages.IWorkspaceTextEdit {
  return { resource: model.uri, versionId: undefined, textEdit: { range: rangeOf(model, start, end), text } };
}

/** Line and column counted from the token before, as the protocol has it. Names lie on one line. */
function encoded(model: Model, tokens: readonly { readonly start: number; readonly end: number; readonly kind: TargetKind; readonly definition: boolean }[]): Uint32Array {
  let [line, column] = [1, 1];
  return Uint32Array.from(tokens.flatMap(({ start, end, kind, definition }) => {
    const at = model.getPositionAt(start);
    const row = [at.lineNumber - line, at.lineNumber === line ? at.column - column : at.column - 1, end - start, TOKEN_TYPES.indexOf(kind), definition ? 1 : 0];
    [line, column] = [at.lineNumber, at.column];
    return row;
  }));
}
