/** What clauses share: how one ends, how a block is read, and what is said when something stands where it does not belong. */
import type { Token } from "./lexer.ts";
import { replaceWith } from "./diagnostics.ts";
import { nearest } from "../units/nearest.ts";
import type { TokenCursor } from "./TokenCursor.ts";

/**
 * Ends a clause: the next token must begin a line, a new clause (`starts`), or close the block. Anything else is told.
 * Returns whether the clause was read without error, and makes the cursor ready for the next.
 */
export function endClause(cursor: TokenCursor, starts: () => boolean, what: string): boolean {
  const { token } = cursor;
  const ended = cursor.atEnd || token.first || cursor.isSymbol("}") || cursor.takeSymbol(";") || starts();
  if (!ended && !cursor.failed) tellLeftOver(cursor, token, what);
  const fine = !cursor.failed;
  if (!fine) cursor.recover(() => starts() || cursor.takeSymbol(";"));
  return fine;
}

function tellLeftOver(cursor: TokenCursor, token: Token, what: string): void {
  if (token.kind === "unknown") {
    cursor.next();
    return;
  }
  const shown = token.value.slice(0, 30);
  if (token.value === "," && cursor.following.kind === "number") return cursor.fail(token, "decimal-comma", "The decimal sign is a point: 3.5, not 3,5.", { fix: replaceWith(token, ".") });
  if (token.value === ")") return cursor.fail(token, "syntax", "This ) closes nothing.");
  if (token.value === "in") return cursor.fail(token, "syntax", "The inch is written [in_i]; the word in is taken.", { fix: replaceWith(token, "[in_i]") });
  cursor.fail(token, "syntax", `"${shown}" is not expected here: the ${what} has ended, or an operator is missing before it.`);
}

/** Reads `{ clause … }`. `clause` reads one and must move on or say why not; `isStart` tells whether a clause begins here. */
export function readBlock(cursor: TokenCursor, words: readonly string[], isStart: () => boolean, clause: () => boolean, owner: string): boolean {
  let fine = true;
  if (!cursor.takeSymbol("{")) {
    cursor.missing(`"{" is missing after ${owner}.`);
    cursor.recover(isStart);
    if (!isStart()) {
      cursor.takeSymbol("}");
      return false;
    }
    fine = false;
  }
  while (!cursor.atEnd && !cursor.isSymbol("}") && !cursor.atDefinition) {
    if (cursor.takeSymbol(";")) continue;
    if (!isStart()) tellUnknownClause(cursor, words, owner);
    else if (clause()) continue;
    fine = false;
    if (cursor.failed) cursor.recover(isStart);
  }
  if (cursor.takeSymbol("}")) return fine;
  cursor.missing(`The closing "}" of ${owner} is missing.`);
  cursor.failed = false;
  return false;
}

function tellUnknownClause(cursor: TokenCursor, words: readonly string[], owner: string): void {
  const { token } = cursor;
  const near = token.kind === "word" ? nearest(token.value, words) : undefined;
  const listed = `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
  const options = near === undefined ? {} : { fix: replaceWith(token, near) };
  cursor.fail(token, "syntax", `"${token.value.slice(0, 30)}" begins no line of ${owner}: ${near === undefined ? `they begin with ${listed}` : `did you mean ${near}?`}`, options);
  cursor.skip();
}
