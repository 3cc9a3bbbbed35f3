/** `npm start` without Electron: opens a project (the sample if none is named) in the system's browser. */
import { parseArgs } from "node:util";
import { TwinError } from "../../shared/contract/errors.ts";
import { projectFolder } from "../shell/index.ts";
import { openWindow } from "./openWindow.ts";
import { stopOnSignals } from "./stopOnSignals.ts";

const report = (error: unknown): void => console.error(TwinError.from(error).message);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: "string", default: "0" }, "no-open": { type: "boolean", default: false } } });
  const folder = await projectFolder(positionals[0]);
  const window = await openWindow({ folder, port: Number(values.port), open: !values["no-open"] && process.env["CI"] === undefined, report });
  // Before anything is printed: whoever reads the link may send Ctrl+C at once.
  if (window.kind === "started") stopOnSignals(() => window.close(), report);
  console.log(window.kind === "elsewhere" ? "The project is open already; this link leads to it:" : `Twinbench has opened ${folder}. Ctrl+C ends it.`);
  console.log(window.url);
}

main().catch((error: unknown) => {
  report(error);
  process.exit(2);
});
