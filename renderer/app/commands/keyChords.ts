/** Key chords as commands write them (`Ctrl+Shift+P`, `F2`) and whether a key press is one. Pure. */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Ctrl stands for Cmd on macOS: both are taken. */
export function matchesChord(chord: string, press: KeyPress): boolean {
  const parts = chord.split("+");
  const key = parts.at(-1) === "" ? "+" : (parts.at(-1) ?? "");
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === wants("Ctrl") &&
    press.shiftKey === wants("Shift") &&
    press.altKey === wants("Alt")
  );
}

/** Whether the chord is a single key, which acts only in the focused panel. */
export function isSingleKey(chord: string): boolean {
  return !chord.includes("Ctrl+") && !chord.includes("Alt+");
}
