/** Runs test projects and counts. Skipped tests are named: what did not run must not look as if it had passed. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */
/** @typedef {{ fullName: string, status: string }} Assertion */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} TestFile */

/** The one line that ends a run. @param {Totals} totals */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * Totals and the names of what was skipped, from Vitest's own report. A file that could not be loaded is one failure.
 * @param {{ testResults: TestFile[] }} report @returns {Totals & { skippedNames: string[] }}
 */
export function count({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"));
  const skippedNames = tests.filter(({ status }) => status !== "passed" && status !== "failed").map(({ fullName }) => fullName);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + broken.length,
    skipped: skippedNames.length,
    skippedNames,
  };
}

/** @param {string[]} args for Vitest @param {NodeJS.ProcessEnv} environment @returns {Totals & { skippedNames: string[] }} */
export function runTests(args, environment) {
  const file = join(root, "out", `test-report-${process.pid}.json`);
  mkdirSync(join(root, "out"), { recursive: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { status } = spawnSync(process.execPath, [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...args], { cwd: root, stdio: "inherit", env: environment });
  try {
    const totals = count(JSON.parse(readFileSync(file, "utf8")));
    // Errors outside any test (an unhandled rejection) fail the run without failing a test.
    return status !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedNames: [] }; // no report: the runner itself did not come through
  } finally {
    rmSync(file, { force: true });
  }
}
