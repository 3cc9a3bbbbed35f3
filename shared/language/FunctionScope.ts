/** Which functions and templates of the project a file can name: its own, and those of the files it imports. */
import type { DefSyntax, TemplateSyntax } from "./syntax.ts";
import type { DiagnosticSink } from "./diagnostics.ts";

/** A def with where it stands. */
export interface OwnFunction {
  readonly syntax: DefSyntax;
  readonly file: string;
  readonly sink: DiagnosticSink;
}

export interface OwnTemplate {
  readonly syntax: TemplateSyntax;
  readonly file: string;
  readonly sink: DiagnosticSink;
}

export interface FunctionScope {
  readonly names: Iterable<string>;
  readonly templateNames: Iterable<string>;
  find(name: string): OwnFunction | undefined;
  template(name: string): OwnTemplate | undefined;
  /** What is visible in another file. */
  of(file: string): FunctionScope;
  /** Whether something is wrong with a def, which has been told where it stands. */
  isBroken(of: OwnFunction | OwnTemplate): boolean;
  /** A file that defines the name and is not imported here. */
  elsewhere(name: string): string | undefined;
}
