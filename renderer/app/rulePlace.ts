/** Where a rule stands, by its name: in which text of the project, and where in a text. Pure; a rule named in a comment is none. */
import type { Project } from "../../shared/model/project.ts";

/** The text in which a rule stands as saved; undefined where it is gone. */
export function fileOfRule(project: Project, rule: string): string | undefined {
  return Object.values(project.texts).find(({ text }) => offsetOfRule(text, rule) !== undefined)?.id;
}

/** Where a rule begins in a text; undefined where it is not there. */
export function offsetOfRule(text: string, rule: string): number | undefined {
  const name = rule.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = new RegExp(`(?<=^[ \\t]*|\\}[ \\t]*)rule\\s+(?:${name}(?![\\p{L}\\p{N}_])|\`${name}\`)`, "mu").exec(text);
  return found?.index;
}
