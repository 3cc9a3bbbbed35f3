/** Paths as people type them: names joined by dots, a name that is not made of plain words in back-quotes. */

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** One name as it stands in a path or a rule. A back-quote inside a name is doubled. */
export function quoteName(name: string): string {
  return PLAIN.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** `["Line A", "P-101", "bearing.temperature"]` → `` `Line A`.`P-101`.bearing.temperature ``. */
export function formatPath(names: readonly string[]): string {
  return names.map(quoteName).join(".");
}
