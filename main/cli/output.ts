/** Standard output for results, standard error for words; one JSON document where machines read. */

/** Exit codes of every command. */
export const Exit = { success: 0, finding: 1, badInput: 2 } as const;
export type ExitCode = (typeof Exit)[keyof typeof Exit];

export class Output {
  readonly json: boolean;
  readonly #stdout: NodeJS.WritableStream;
  readonly #stderr: NodeJS.WritableStream;

  constructor(options: { json: boolean; stdout: NodeJS.WritableStream; stderr: NodeJS.WritableStream }) {
    this.json = options.json;
    this.#stdout = options.stdout;
    this.#stderr = options.stderr;
  }

  /** The whole result: as a document with --json, else as the lines that people read. */
  async result(document: unknown, lines: () => readonly string[]): Promise<void> {
    await this.write(this.json ? `${JSON.stringify(document)}\n` : lines().map((line) => `${line}\n`).join(""));
  }

  /** A piece of a result too large to hold; returns when it was taken. */
  async write(text: string): Promise<void> {
    if (!this.#stdout.write(text)) await new Promise((resolve) => this.#stdout.once("drain", resolve));
  }

  /** Something to say to a person, never part of the result. */
  say(message: string): void {
    this.#stderr.write(`${message}\n`);
  }
}
