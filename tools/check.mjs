/** `npm run check`: lint, types of every layer, import law. The exit code says whether all passed. */
import { prepare } from "./prepare.mjs";
import { runChecks } from "./runChecks.mjs";

await prepare("packages");
const failed = runChecks().filter(({ passed }) => !passed);
if (failed.length > 0) console.error(`Failed: ${failed.map(({ name }) => name).join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
