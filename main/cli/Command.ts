/** What every command is given and what it returns. */
import type { ParseArgsConfig } from "node:util";
import type { ExitCode, Output } from "./output.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;

export interface CommandInput {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly output: Output;
  /** Aborts on Ctrl+C. */
  readonly signal: AbortSignal;
}

export interface Command {
  readonly options: Options;
  /** How many words it takes besides its options. */
  readonly positionals: { readonly min: number; readonly max: number };
  readonly run: (input: CommandInput) => Promise<ExitCode>;
}

/** A text option, or undefined. */
export function textOption({ values }: CommandInput, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** Each value of an option that may be given more than once. */
export function textOptions({ values }: CommandInput, name: string): string[] {
  const given = values[name];
  return Array.isArray(given) ? given.filter((value) => typeof value === "string") : [];
}

export function flag({ values }: CommandInput, name: string): boolean {
  return values[name] === true;
}
