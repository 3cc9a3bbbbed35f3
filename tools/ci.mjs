/** What `.ci/run` runs: the checks, each counted as one test, then every test. One closing line for all of it. */
import { prepare } from "./prepare.mjs";
import { findChromium, installCommand } from "./chromium.mjs";
import { closingLine, runTests } from "./runTests.mjs";
import { runChecks } from "./runChecks.mjs";

await prepare("packages");
const checks = runChecks();
const chromium = findChromium();
if (chromium === undefined) console.error(`No Chromium for the end-to-end tests. Install it: ${installCommand()}`);
const tests = chromium === undefined ? { passed: 0, failed: 1, skipped: 0, skippedNames: [] } : runTests([], { ...process.env, CI: "1", CHROME_PATH: chromium });
for (const name of tests.skippedNames) console.log(`NOT RUN: ${name}`);
const failedChecks = checks.filter(({ passed }) => !passed);
for (const { name } of failedChecks) console.log(`FAILED CHECK: ${name}`);
const totals = { passed: tests.passed + checks.length - failedChecks.length, failed: tests.failed + failedChecks.length, skipped: tests.skipped };
console.log(closingLine(totals));
process.exitCode = totals.failed === 0 ? 0 : 1;
