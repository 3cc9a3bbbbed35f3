import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBundle, readBundle, writeBundle } from "../../../shared/language/bundle.ts";

describe("a bundle of texts", () => {
  it("gives back every text under its name, but for blank lines at its end", () => {
    const line = fc.stringMatching(/^[^\r\n]{0,30}$/).filter((text) => !text.startsWith("// ===="));
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom("rules/a.twin", "rules/b c.twin", "models/m.twin")), fc.array(fc.array(line), { minLength: 3, maxLength: 3 }), (files, contents) => {
      const texts = files.map((file, index) => ({ file, text: `${(contents[index] ?? []).join("\n").trimEnd()}\n` }));
      const bundle = writeBundle(texts);
      expect(isBundle(bundle)).toBe(true);
      expect(readBundle(bundle).texts).toEqual([...texts].sort((a, b) => a.file.localeCompare(b.file)));
    }));
  });

  it("is read with the line ends of any system", () => {
    expect(readBundle(writeBundle([{ file: "rules/a.twin", text: "x\ny\n" }]).replaceAll("\n", "\r\n")).texts).toEqual([{ file: "rules/a.twin", text: "x\ny\n" }]);
  });

  it("does not take a line that looks like a mark for one", () => {
    expect(readBundle(writeBundle([{ file: "rules/a.twin", text: "// ==== rules/b.twin ====\n" }])).texts).toEqual([{ file: "rules/a.twin", text: "// ==== rules/b.twin ==== (text)\n" }]);
  });

  it("says what it leaves out: names that lead elsewhere, names that come twice", () => {
    const head = writeBundle([]).trim();
    expect(readBundle(`${head}\n// ==== ../a.twin ====\n1\n// ==== rules/a.twin ====\n2\n// ==== rules/a.twin ====\n3\n`)).toEqual({
      texts: [{ file: "rules/a.twin", text: "2\n" }],
      problems: ["../a.twin is no name for a text; it is left out.", "rules/a.twin comes twice; the first is taken."],
    });
    expect(readBundle(head).problems).toEqual(["The bundle holds no text."]);
    expect(readBundle("rule A on B {}").problems).toEqual(["This is no bundle: it does not begin with its mark."]);
    expect(readBundle("// Twinbench bundle 9\n").problems[0]).toContain("another version");
  });
});
