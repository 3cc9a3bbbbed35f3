/** Before the tests: builds the programs that workers and child processes run. */
import { build } from "../../tools/build.mjs";

export default async function buildMain() {
  const problems = await build("main", (line) => console.error(line));
  // A program that does not build fails the tests that start it, by name; the others can still say something.
  for (const problem of problems) console.error(problem);
}
