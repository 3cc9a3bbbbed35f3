/** Colours as typed. The language has no construct that goes on behind the end of a line, so lines are coloured each for itself. */
import { tokenize } from "../../shared/language/assist.ts";
import type { monaco } from "./monaco.ts";

class NoState implements monaco.languages.IState {
  clone(): NoState {
    return this;
  }

  equals(): boolean {
    return true;
  }
}

export const twinTokens: monaco.languages.TokensProvider = {
  getInitialState: () => new NoState(),
  tokenize: (line, state) => ({ tokens: tokenize(line).flatMap(({ start, end, kind }) => [{ startIndex: start, scopes: kind }, { startIndex: end, scopes: "" }]), endState: state }),
};

/** Brackets, comments and words for the editor's own commands. */
export const twinConfiguration: monaco.languages.LanguageConfiguration = {
  comments: { lineComment: "//" },
  brackets: [["{", "}"], ["(", ")"]],
  autoClosingPairs: [{ open: "{", close: "}" }, { open: "(", close: ")" }, { open: '"', close: '"', notIn: ["string", "comment"] }, { open: "`", close: "`", notIn: ["string", "comment"] }],
  wordPattern: /`[^`]*`|[\p{L}_][\p{L}\p{N}_]*/u,
  indentationRules: { increaseIndentPattern: /\{\s*$/, decreaseIndentPattern: /^\s*\}/ },
};
