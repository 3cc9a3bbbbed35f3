/** What the window and the language's worker say to each other. The worker checks and helps; it never runs anything. */
import type { Completions, DefinitionTarget, DocumentSymbol, FoldingRange, Hover, Reference, RenameResult, SemanticToken, SignatureHelp } from "../../shared/language/assist.ts";
import type { Diagnostic } from "../../shared/language/ir.ts";
import type { Project } from "../../shared/model/project.ts";

/** Questions about one text at one place; `offset` counts UTF-16 units. */
export interface LanguageQuestions {
  /** Diagnostics of one text among all others. */
  readonly check: { readonly input: { readonly file: string }; readonly answer: readonly Diagnostic[] };
  readonly complete: { readonly input: { readonly file: string; readonly offset: number }; readonly answer: Completions };
  readonly hover: { readonly input: { readonly file: string; readonly offset: number }; readonly answer: Hover | undefined };
  readonly definition: { readonly input: { readonly file: string; readonly offset: number }; readonly answer: DefinitionTarget | undefined };
  readonly references: { readonly input: { readonly file: string; readonly offset: number }; readonly answer: readonly Reference[] };
  /** What can be renamed here; `isOfText` where texts define it, not the plant. */
  readonly nameAt: { readonly input: { readonly file: string; readonly offset: number }; readonly answer: { readonly start: number; readonly end: number; readonly text: string; readonly isOfText: boolean } | undefined };
  readonly rename: { readonly input: { readonly file: string; readonly offset: number; readonly newName: string }; readonly answer: RenameResult };
  readonly format: { readonly input: { readonly file: string }; readonly answer: string };
  readonly folding: { readonly input: { readonly file: string }; readonly answer: readonly FoldingRange[] };
  readonly signature: { readonly input: { readonly file: string; readonly offset: number }; readonly answer: SignatureHelp | undefined };
  readonly semantic: { readonly input: { readonly file: string }; readonly answer: readonly SemanticToken[] };
  readonly symbols: { readonly input: { readonly file: string }; readonly answer: readonly DocumentSymbol[] };
}

export type QuestionName = keyof LanguageQuestions;

/** To the worker. The project comes whole when it changed; a draft whenever its text did. */
export type ToWorker =
  | { readonly kind: "project"; readonly project: Project }
  | { readonly kind: "draft"; readonly file: string; readonly text: string | undefined }
  | { readonly kind: "ask"; readonly id: number; readonly question: QuestionName; readonly input: unknown };

export type FromWorker = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };
