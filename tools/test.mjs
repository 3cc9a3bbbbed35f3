/**
 * `npm test [-- Vitest arguments]`: every test, with a real Chromium, on a fresh clone too. The last line counts; the
 * exit code is 0 only when nothing failed.
 */
import { prepare } from "./prepare.mjs";
import { findChromium, installCommand } from "./chromium.mjs";
import { closingLine, runTests } from "./runTests.mjs";

await prepare("packages");
const chromium = findChromium();
if (chromium === undefined) {
  console.error(process.env.CHROME_PATH ? `There is no browser at CHROME_PATH (${process.env.CHROME_PATH}).` : "The end-to-end tests need Chromium and there is none.");
  console.error(`Install it, or set CHROME_PATH to one:\n\n    ${installCommand()}\n`);
  process.exit(1);
}
const totals = runTests(process.argv.slice(2), { ...process.env, CHROME_PATH: chromium });
for (const name of totals.skippedNames) console.log(`NOT RUN: ${name}`);
console.log(closingLine(totals));
process.exitCode = totals.failed === 0 ? 0 : 1;
