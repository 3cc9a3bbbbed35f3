/**
 * Runs commands by their keys. Single keys act only in their own panel and never while text is typed; undo and redo are
 * left to the field or editor that has the focus.
 */
import type { Command, CommandRegistry } from "../state/commands.ts";
import type { Workbench } from "../state/Workbench.ts";
import { isSingleKey, matchesChord } from "./keyChords.ts";

export function bindKeys(target: Window, commands: CommandRegistry, run: (command: Command) => void, workbench: Workbench): () => void {
  const onKey = (event: KeyboardEvent, beforeFields: boolean): void => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const isTyping = event.target.closest("input, textarea, [contenteditable], [role=textbox], .monaco-editor") !== null;
    const isInDialog = event.target.closest("[role=dialog], [role=alertdialog]") !== null;
    const panel = event.target.closest("[data-panel]")?.getAttribute("data-panel") ?? undefined;
    const isMeant = (command: Command): boolean =>
      (command.beforeFields ?? false) === beforeFields &&
      (command.keys ?? []).some((chord) => {
        if (!matchesChord(chord, event)) return false;
        if (isTyping && (isSingleKey(chord) || command.id.startsWith("edit."))) return false;
        return command.panel === undefined || command.panel === panel;
      });
    // A panel's own binding wins over one of the whole window.
    const meant = commands.all.value.filter(isMeant).sort((a, b) => Number(b.panel !== undefined) - Number(a.panel !== undefined));
    const command = meant.find((candidate) => candidate.isEnabled?.(workbench) ?? true);
    if (!command || isInDialog) return;
    event.preventDefault();
    if (beforeFields) event.stopPropagation();
    run(command);
  };
  const first = (event: KeyboardEvent): void => onKey(event, true);
  const last = (event: KeyboardEvent): void => onKey(event, false);
  target.addEventListener("keydown", first, true);
  target.addEventListener("keydown", last);
  return () => {
    target.removeEventListener("keydown", first, true);
    target.removeEventListener("keydown", last);
  };
}
