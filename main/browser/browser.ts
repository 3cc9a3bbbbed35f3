/** `npm start` without Electron: opens a project (the sample if none is named) in the system's browser. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { TwinError } from "../../shared/contract/errors.ts";
import { openNodeEngine, projectFolder, serveLocally } from "../shell/index.ts";
import { runBrowserShell } from "./runBrowserShell.ts";
import { stopOnSignals } from "./stopOnSignals.ts";

const report = (error: unknown): void => console.error(TwinError.from(error).message);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: "string", default: "0" }, "no-open": { type: "boolean", default: false } } });
  const folder = await projectFolder(positionals[0] === undefined ? undefined : resolve(positionals[0]));
  const shell = await runBrowserShell({
    folder,
    port: Number(values.port),
    open: !values["no-open"] && process.env["CI"] === undefined,
    openEngine: async () => {
      const engine = await openNodeEngine(folder, { role: "window", connect: true });
      const local = await serveLocally(engine, "window");
      return { folder: engine.folder, handlers: engine.handlers, close: async () => { await local.close(); await engine.close(); } };
    },
    report,
  });
  console.log(shell.kind === "elsewhere" ? "The project is open already; this link leads to it:" : `Twinbench has opened ${folder}. Ctrl+C ends it.`);
  console.log(shell.url);
  if (shell.kind === "started") stopOnSignals(() => shell.close(), report);
}

main().catch((error: unknown) => {
  report(error);
  process.exit(2);
});
