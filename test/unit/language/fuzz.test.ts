/**
 * The whole front end on broken texts for a minute (`npm run fuzz -- --minutes N`: for longer): lexing, parsing, checking, lowering, and the
 * editor's questions. No crash; and no hang, for the text under work lies in `out/fuzz/` and each must be answered in good time.
 * What fails is kept in `fuzzed/` and tried by every run.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { describe, expect, it } from "vitest";
import { complete, documentSymbols, foldingRanges, format, hover, referencesAt, semanticTokens, signatureHelp } from "../../../shared/language/assist.ts";
import { compile } from "../../../shared/language/compile.ts";
import { lex } from "../../../shared/language/lexer.ts";
import { root } from "../../../tools/build.mjs";
import { WRONG } from "./corpus/wrong.ts";
import { station } from "./station.ts";

const project = station();
const kept = fileURLToPath(new URL("fuzzed/", import.meta.url));
const underWork = join(root, "out", "fuzz");
const minutes = Number(process.env["TWINBENCH_FUZZ_MINUTES"] ?? 1);
/** The same for every test run, so that a change is judged by what it changed; the command takes a new one each time. */
const seed = Number(process.env["TWINBENCH_FUZZ_SEED"] ?? 1);
/** A text of this size takes milliseconds; the rest is for a busy machine. */
const ONE_TEXT_MS = 20_000;
/** Texts grow by doubling; longer ones only repeat themselves. */
const LONGEST = 4_000;

const seeds = WRONG.map(({ text }) => text.replace(/[«»]/g, ""));
const tokens = [...new Set(seeds.flatMap((text) => lex(text).map(({ start, end }) => text.slice(start, end))))];
const LETTERS = ["\0", "\u2028", "\u202e", "\ud800", "é", "\\", "`", "\"", "{", "'", "--", "/*", "${", "\t", "\r\n", "𝕏"];

/** Everything that a text goes through, at one place of it. */
function through(text: string, offset: number): void {
  const files = [{ id: "a.twin", text }];
  const { diagnostics } = compile(files, project);
  for (const { start, end } of diagnostics) expect(start >= 0 && start <= end && end <= text.length, `a diagnostic at ${start} .. ${end} of ${text.length}`).toBe(true);
  complete(files, project, "a.twin", offset);
  hover(files, project, "a.twin", offset);
  signatureHelp(files, "a.twin", offset);
  referencesAt(files, project, "a.twin", offset);
  semanticTokens(files, project, "a.twin");
  documentSymbols(text);
  foldingRanges(text);
  expect(format(format(text))).toBe(format(text));
}

describe("the front end", () => {
  it("survives broken texts, one after the other", () => {
    const random = xoroshiro128plus(seed);
    const upTo = (most: number): number => uniformInt(random, 0, Math.max(0, most));
    const one = <T>(list: readonly T[]): T => list[upTo(list.length - 1)] as T; // no list here is empty
    const mutate = (text: string): string => {
      const at = upTo(text.length);
      const end = Math.min(text.length, at + upTo(30));
      const piece = [() => "", () => one(tokens), () => one(LETTERS), () => text.slice(at, end).repeat(2), () => one(seeds), () => ` ${one(tokens)} ${one(tokens)} `][upTo(5)]?.() ?? "";
      return (text.slice(0, at) + piece + text.slice(end)).slice(0, LONGEST);
    };
    mkdirSync(underWork, { recursive: true });
    const endMs = performance.now() + minutes * 60_000;
    let count = 0;
    for (let text = one(seeds); performance.now() < endMs; text = count % 20 === 0 ? one(seeds) : mutate(text)) {
      count += 1;
      writeFileSync(join(underWork, "now.twin"), text);
      const offset = upTo(text.length);
      const begunMs = performance.now();
      try {
        through(text, offset);
        expect(performance.now() - begunMs, "milliseconds").toBeLessThan(ONE_TEXT_MS);
      } catch (error) {
        mkdirSync(kept, { recursive: true });
        writeFileSync(join(kept, `${seed}-${count}.twin`), text);
        throw new Error(`Text ${count} of seed ${seed}, kept as fuzzed/${seed}-${count}.twin, at ${offset}`, { cause: error });
      }
    }
    console.log(`${count} texts, seed ${seed}`);
    expect(count).toBeGreaterThan(0);
  }, minutes * 60_000 + 120_000);

  it("survives what it once did not", () => {
    for (const file of readdirSync(kept)) {
      const text = readFileSync(join(kept, file), "utf8");
      for (let offset = 0; offset <= text.length; offset++) through(text, offset);
    }
  }, 120_000);
});
