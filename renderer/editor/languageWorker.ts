/** The language's worker: keeps the project and the drafts, and answers questions about them off the window's thread. */
import { complete, definitionAt, documentSymbols, foldingRanges, format, hover, kindOf, nameAt, referencesAt, renameEdits, semanticTokens, signatureHelp, type TargetKind } from "../../shared/language/assist.ts";
import { compile } from "../../shared/language/compile.ts";
import type { Project, TwinText } from "../../shared/model/project.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import type { FromWorker, LanguageQuestions, QuestionName, ToWorker } from "./languageProtocol.ts";

let project: Project = emptyProject("", "UTC");
const drafts = new Map<string, string>();

/** Renamed where the plant is described; the texts follow. */
const OF_THE_PLANT: ReadonlySet<TargetKind> = new Set(["type", "signal", "assetParameter", "state", "member", "asset", "relation", "file"]);

type Answers = { readonly [Q in QuestionName]: (input: LanguageQuestions[Q]["input"]) => LanguageQuestions[Q]["answer"] };

const answers: Answers = {
  check: ({ file }) => compile(texts(), project).diagnostics.filter((diagnostic) => diagnostic.file === file),
  complete: ({ file, offset }) => complete(texts(), project, file, offset),
  hover: ({ file, offset }) => hover(texts(), project, file, offset),
  definition: ({ file, offset }) => definitionAt(texts(), project, file, offset),
  symbols: ({ file }) => documentSymbols(textOf(file)),
  references: ({ file, offset }) => referencesAt(texts(), project, file, offset),
  nameAt: ({ file, offset }) => {
    const found = nameAt(texts(), project, file, offset);
    return found && { start: found.start, end: found.end, text: found.text, isOfText: !OF_THE_PLANT.has(kindOf(found.target)) };
  },
  rename: ({ file, offset, newName }) => {
    const found = nameAt(texts(), project, file, offset);
    return found ? renameEdits(texts(), project, found.target, newName) : { problem: "Nothing that has a name of its own stands here." };
  },
  format: ({ file }) => format(textOf(file)),
  folding: ({ file }) => foldingRanges(textOf(file)),
  signature: ({ file, offset }) => signatureHelp(texts(), file, offset),
  semantic: ({ file }) => semanticTokens(texts(), project, file),
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

function textOf(file: string): string {
  return drafts.get(file) ?? project.texts[file]?.text ?? "";
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
