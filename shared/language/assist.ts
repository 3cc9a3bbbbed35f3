/**
 * The editor's help, as pure functions over texts and a project: everything that its worker calls. Offsets are UTF-16 and
 * half-open; whatever the text, none of them throws.
 */
export { complete, type Completion, type CompletionKind, type Completions } from "./assist/complete.ts";
export { definitionAt, type DefinitionTarget } from "./assist/definitionAt.ts";
export { documentSymbols, type DocumentSymbol } from "./assist/documentSymbols.ts";
export { foldingRanges, type FoldingRange } from "./assist/folding.ts";
export { format } from "./assist/format.ts";
export { hover, type Hover } from "./assist/hover.ts";
export { nameAt, type NameAt, type Reference, referencesAt, referencesOf, renameEdits, type RenameResult, type TextEdit } from "./assist/references.ts";
export { semanticTokens, type SemanticToken } from "./assist/semanticTokens.ts";
export { signatureHelp, type SignatureHelp, type SignatureLabel } from "./assist/signatureHelp.ts";
export { kindOf, type Target, type TargetKind, targetOf } from "./assist/targets.ts";
export { type ColouredToken, type ColourKind, tokenize } from "./assist/tokenize.ts";
