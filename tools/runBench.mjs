/** Runs one bundled bench in this process and prints its table. */
import { arch, cpus, totalmem } from "node:os";
import { pathToFileURL } from "node:url";

/** @typedef {{ title: string, columns?: string[], rows: (string | number)[][] | Record<string, string | number>[], note?: string }} BenchTable */

const { run } = await import(pathToFileURL(process.argv[2] ?? "").href);
/** @type {BenchTable | BenchTable[] | undefined} */
const result = await run();
for (const { title, columns, rows, note } of result === undefined ? [] : [result].flat()) {
  console.log(`\n${title}`);
  console.table(columns === undefined ? rows : rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, /** @type {(string | number)[]} */ (row)[index]]))));
  if (note !== undefined) console.log(note);
}
console.log(`Node ${process.versions.node}, ${process.platform} ${arch()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`);
process.exit();
