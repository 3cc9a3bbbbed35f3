/** Collects what is wrong with one text: each place and code once, and never more than a person can use. */
import type { Diagnostic } from "./ir.ts";
import type { Place } from "./syntax.ts";

/** Beyond this a text is no text of the language; the rest is counted, not shown. */
const MAX_PER_FILE = 500;

/** Messages quote names and units; one of half a million letters is cut. */
const MAX_MESSAGE = 1_000;

export interface DiagnosticOptions {
  readonly severity?: "error" | "warning";
  readonly fix?: NonNullable<Diagnostic["fix"]>;
}

/** Where errors are told. */
export interface Reporter {
  report(place: Place, code: string, message: string, options?: DiagnosticOptions): void;
}

export class DiagnosticSink implements Reporter {
  readonly #file: string;
  readonly #list: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #dropped = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes an error (or warning) at a place; repeats of the same are dropped. */
  report(place: Place, code: string, message: string, options: DiagnosticOptions = {}): void {
    const key = `${place.start}:${place.end}:${code}:${message}`;
    if (this.#seen.has(key)) return;
    if (this.#list.length >= MAX_PER_FILE) {
      this.#dropped += 1;
      return;
    }
    this.#seen.add(key);
    const shown = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} …` : message;
    const { severity = "error", fix } = options;
    this.#list.push({ file: this.#file, start: place.start, end: place.end, severity, code, message: shown, ...(fix && { fix }) });
  }

  /** Whether an error (not a warning) lies inside the place. */
  hasErrorIn(place: Place): boolean {
    return this.#list.some((found) => found.severity === "error" && found.start >= place.start && found.end <= place.end);
  }

  /** In the order of the text. */
  list(): Diagnostic[] {
    const sorted = this.#list.toSorted((a, b) => a.start - b.start || a.end - b.end);
    const last = sorted.at(-1);
    if (this.#dropped === 0 || !last) return sorted;
    return [...sorted, { ...last, severity: "error", code: "too-many", message: `${this.#dropped} more problems in this file are not shown.` }];
  }
}

/** A fix that replaces the place itself. */
export function replaceWith(place: Place, text: string, title = `Write ${text}`): NonNullable<Diagnostic["fix"]> {
  return { title, start: place.start, end: place.end, text };
}

/** A fix that imports a file, at the top of the text. */
export function importOf(file: string): NonNullable<Diagnostic["fix"]> {
  return { title: `Import ${file}`, start: 0, end: 0, text: `import ${JSON.stringify(file)}\n` };
}
