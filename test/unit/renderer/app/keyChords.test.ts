import { describe, expect, it } from "vitest";
import { isSingleKey, matchesChord, type KeyPress } from "../../../../renderer/app/commands/keyChords.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe("key chords", () => {
  it("takes Cmd for Ctrl", () => {
    expect(matchesChord("Ctrl+K", press("k", { metaKey: true }))).toBe(true);
  });

  it("wants exactly the held keys", () => {
    expect(matchesChord("Ctrl+Z", press("Z", { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesChord("Ctrl+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matchesChord("F2", press("F2", { altKey: true }))).toBe(false);
  });

  it("knows single keys, which act only in the focused panel", () => {
    expect(["F2", "Delete", "A", "Shift+A"].every(isSingleKey)).toBe(true);
    expect(["Ctrl+K", "Alt+1"].some(isSingleKey)).toBe(false);
  });
});
