/** What holds of every model of the library: it compiles alone, says what it is and where it comes from, and has its page. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { libraryModels } from "../../../main/engine/library/index.ts";
import { format } from "../../../shared/language/assist.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { Project } from "../../../shared/model/project.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

const docs = new URL("../../../docs/", import.meta.url);
const index = readFileSync(new URL("library.md", docs), "utf8");

/** A project with one asset of the example's type, which has a signal for each name that the example reads, in the unit of the model's line. */
function projectOf(example: string, text: string): Project {
  const type = /^use \w+ on (\w+)/.exec(example)?.[1] ?? "";
  const unitOf = (line: string): string => new RegExp(`^  (?:input|output)\\s+${line}\\s*: (\\S+)`, "m").exec(text)?.[1] ?? "1";
  const names = new Map([...example.matchAll(/^  (\w+)\s+[=~] ([a-z]\w*)$/gm)].map(([, line = "", signal = ""]) => [signal, unitOf(line)]));
  const signals = [...names].map(([name, unit]) => ({ id: name, name, dataType: "number" as const, unit }));
  return {
    ...emptyProject("Example", "UTC"),
    types: { [type]: { id: type, name: type, signals, parameters: [], states: [], look: { shape: "box", size: [1, 1, 1] } } },
    assets: { one: { id: "one", type, name: "One", order: 0, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: 0 } } },
  };
}

describe.each(libraryModels().map((entry) => [entry.name, entry] as const))("%s", (name, { model, summary, text }) => {
  it("compiles in an empty project without a complaint", () => {
    expect(compile([{ id: `models/${name}.twin`, text }], emptyProject("Empty", "UTC")).diagnostics).toEqual([]);
  });

  it("says what it is, where it comes from, where it holds and how it is used", () => {
    expect(summary.length).toBeGreaterThan(20);
    for (const word of ["Source:", "Valid", "Use:"]) expect(text).toMatch(new RegExp(`^/// ${word}`, "m"));
  });

  it("is set as the formatter sets it", () => {
    expect(format(text)).toBe(text);
  });

  it("is named in the list of the docs, with a link to its page", () => {
    expect(index).toContain(`[${model}](library/${name}.md)`);
  });

  it("has an example on its page that compiles, reads and compares", () => {
    const page = readFileSync(new URL(`library/${name}.md`, docs), "utf8");
    const example = /```twin\n([^]*?)```/.exec(page)?.[1] ?? "";
    const { program, diagnostics } = compile([{ id: "models/example.twin", text: `${text}\n${example}` }], projectOf(example, text));
    expect(diagnostics).toEqual([]);
    expect(program.uses.map((use) => use.model.name)).toEqual([model]);
    expect(format(example)).toBe(example);
  });
});

it("the models have names of their own, so that a project can take them all", () => {
  const texts = libraryModels().map(({ name, text }) => ({ id: `models/${name}.twin`, text }));
  expect(compile(texts, emptyProject("Empty", "UTC")).diagnostics).toEqual([]);
});
