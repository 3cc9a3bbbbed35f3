/** The command line's program: gives `runCommand` this process's words, streams and Ctrl+C. */
import { runCommand } from "./runCommand.ts";

const abort = new AbortController();
process.once("SIGINT", () => abort.abort());
process.once("SIGTERM", () => abort.abort());
// A reader that has seen enough (`| head`) is not an error.
process.stdout.on("error", () => process.exit(0));

runCommand(process.argv.slice(2), process, abort.signal).then(
  (code) => {
    process.exitCode = code;
    // Native handles of libraries may linger after everything was closed in order.
    process.stdout.write("", () => process.exit(code));
  },
);
