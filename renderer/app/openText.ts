/** A text of the project in the editor: the one that shows it already, else a new tab. */
import type { WindowServices } from "./state/WindowServices.ts";

export function openText(openPanel: WindowServices["openPanel"], file: string): void {
  openPanel("editor", { config: { file }, key: file, title: file.split("/").at(-1) ?? file });
}
