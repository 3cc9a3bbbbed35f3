/** A text of the project in the editor: the one that shows it already, else a new tab. With a rule, at the rule. */
import type { WindowServices } from "./state/WindowServices.ts";

export function openText(openPanel: WindowServices["openPanel"], file: string, rule?: string): void {
  openPanel("editor", { config: { file, ...(rule !== undefined && { rule }) }, key: file, title: file.split("/").at(-1) ?? file });
}
