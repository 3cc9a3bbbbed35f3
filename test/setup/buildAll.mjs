/** Before the end-to-end tests: builds everything a window needs; without it none of them could say anything. */
import { build } from "../../tools/build.mjs";

export default async function buildAll() {
  const problems = await build("all", (line) => console.error(line));
  if (problems.length > 0) throw new Error(`The product does not build:\n${problems.join("\n")}`);
}
