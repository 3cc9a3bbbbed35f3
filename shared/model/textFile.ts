/** Which files of a project are texts: rules and models in the language, and tables of numbers that models read. */

const TWIN = /^(rules|models)\/[^/\\:*?"<>|]+\.twin$/u;
const TABLE = /^models\/[^/\\:*?"<>|]+\.csv$/u;

/** `models/curve.csv`. */
export function isTableFile(file: string): boolean {
  return TABLE.test(file) && !file.includes("..");
}

export function isTextFile(file: string): boolean {
  return (TWIN.test(file) && !file.includes("..")) || isTableFile(file);
}
