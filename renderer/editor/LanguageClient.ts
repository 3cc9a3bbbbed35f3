/** The window's end of the language's worker: typed questions, answers in any order. */
import type { Project } from "../../shared/model/project.ts";
import type { FromWorker, LanguageQuestions, QuestionName, ToWorker } from "./languageProtocol.ts";

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class LanguageClient {
  readonly #worker = new Worker(new URL("./languageWorker.ts", import.meta.url), { type: "module", name: "language" });
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("error" in data) waiting?.reject(new Error(data.error));
      else waiting?.resolve(data.answer);
    };
  }

  setProject(project: Project): void {
    this.#send({ kind: "project", project });
  }

  /** A text that is being edited; undefined takes the draft away, and the saved text counts again. */
  setDraft(file: string, text: string | undefined): void {
    this.#send({ kind: "draft", file, text });
  }

  ask<Q extends QuestionName>(question: Q, input: LanguageQuestions[Q]["input"]): Promise<LanguageQuestions[Q]["answer"]> {
    const id = ++this.#asked;
    this.#send({ kind: "ask", id, question, input });
    // The worker answers a question by its own type.
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve: (answer) => resolve(answer as LanguageQuestions[Q]["answer"]), reject }));
  }

  dispose(): void {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error("The editor was closed."));
    this.#waiting.clear();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
