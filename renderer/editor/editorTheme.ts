/** The editor in the window's own colours: reads the theme's tokens, so that there is one place that says what a colour is. */
import type { ThemeName } from "../app/state/WindowServices.ts";
import { monaco } from "./monaco.ts";

export const EDITOR_THEME = "twinbench";

/** Takes over the tokens of the theme that the document shows now. */
export function applyEditorTheme(theme: ThemeName): void {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => style.getPropertyValue(token).trim();
  const ink = (token: string): string => color(token).replace("#", "");
  monaco.editor.defineTheme(EDITOR_THEME, {
    base: theme === "dark" ? "vs-dark" : "vs",
    inherit: false,
    rules: [
      { token: "", foreground: ink("--text") },
      { token: "keyword", foreground: ink("--series-2"), fontStyle: "bold" },
      { token: "definition", foreground: ink("--text"), fontStyle: "bold" },
      { token: "type", foreground: ink("--series-6") },
      { token: "function", foreground: ink("--series-6") },
      { token: "number", foreground: ink("--series-5") },
      { token: "constant", foreground: ink("--series-5") },
      { token: "unit", foreground: ink("--series-4") },
      { token: "text", foreground: ink("--series-3") },
      { token: "comment", foreground: ink("--text-3"), fontStyle: "italic" },
      { token: "operator", foreground: ink("--text-2") },
    ],
    colors: {
      "editor.background": color("--panel"),
      "editor.foreground": color("--text"),
      "editorLineNumber.foreground": color("--text-3"),
      "editorLineNumber.activeForeground": color("--text"),
      "editor.lineHighlightBackground": color("--raised"),
      "editor.selectionBackground": color("--selection"),
      "editorCursor.foreground": color("--accent"),
      "editorCodeLens.foreground": color("--text-2"),
      "editorWidget.background": color("--raised"),
      "editorWidget.border": color("--line-strong"),
      "editorSuggestWidget.selectedBackground": color("--selection"),
      "editorSuggestWidget.selectedForeground": color("--text"),
      "editorHoverWidget.background": color("--raised"),
      "editorHoverWidget.border": color("--line-strong"),
      "editorError.foreground": color("--critical"),
      "editorWarning.foreground": color("--medium"),
      "diffEditor.insertedTextBackground": `${color("--accent")}40`,
      "diffEditor.insertedLineBackground": `${color("--accent")}18`,
      "diffEditor.removedTextBackground": `${color("--text-3")}50`,
      "diffEditor.removedLineBackground": `${color("--text-3")}20`,
      "diffEditor.diagonalFill": color("--hatch"),
      "focusBorder": color("--accent"),
      "input.background": color("--panel"),
      "list.hoverBackground": color("--selection"),
      "menu.background": color("--raised"),
      "menu.foreground": color("--text"),
      "menu.selectionBackground": color("--selection"),
    },
  });
  monaco.editor.setTheme(EDITOR_THEME);
}
