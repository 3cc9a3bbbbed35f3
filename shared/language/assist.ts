/** The editor's help, as pure functions over texts and a project: everything that its worker calls. */
export { complete, type Completion, type CompletionKind, type Completions } from "./assist/complete.ts";
export { definitionAt, type DefinitionTarget } from "./assist/definitionAt.ts";
export { documentSymbols, type DocumentSymbol } from "./assist/documentSymbols.ts";
export { hover, type Hover } from "./assist/hover.ts";
export { type ColouredToken, type ColourKind, tokenize } from "./assist/tokenize.ts";
