/** The language's worker: keeps the project and the drafts, and answers questions about them off the window's thread. */
import { complete, definitionAt, documentSymbols, hover } from "../../shared/language/assist.ts";
import { compile } from "../../shared/language/compile.ts";
import type { Project, TwinText } from "../../shared/model/project.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import type { FromWorker, LanguageQuestions, QuestionName, ToWorker } from "./languageProtocol.ts";

let project: Project = emptyProject("", "UTC");
const drafts = new Map<string, string>();

type Answers = { readonly [Q in QuestionName]: (input: LanguageQuestions[Q]["input"]) => LanguageQuestions[Q]["answer"] };

const answers: Answers = {
  check: ({ file }) => compile(texts(), project).diagnostics.filter((diagnostic) => diagnostic.file === file),
  complete: ({ file, offset }) => complete(texts(), project, file, offset),
  hover: ({ file, offset }) => hover(texts(), project, file, offset),
  definition: ({ file, offset }) => definitionAt(texts(), project, file, offset),
  symbols: ({ file }) => documentSymbols(drafts.get(file) ?? project.texts[file]?.text ?? ""),
};

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "project") project = data.project;
  else if (data.kind === "draft") setDraft(data.file, data.text);
  else self.postMessage(answer(data.id, data.question, data.input));
};

function answer<Q extends QuestionName>(id: number, question: Q, input: unknown): FromWorker {
  try {
    // The client typed the input by the same question.
    return { id, answer: answers[question](input as LanguageQuestions[Q]["input"]) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function setDraft(file: string, text: string | undefined): void {
  if (text === undefined) drafts.delete(file);
  else drafts.set(file, text);
}

/** The saved texts with the drafts in their place. */
function texts(): TwinText[] {
  const saved = Object.values(project.texts).filter(({ id }) => !drafts.has(id));
  return [...saved, ...[...drafts].map(([id, text]) => ({ id, text }))];
}
