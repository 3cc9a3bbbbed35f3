/** Where the Electron application starts: settings that must come first, one instance, windows, an end in order. */
import { app, ipcMain, protocol, session } from "electron";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TwinError } from "../../shared/contract/errors.ts";
import { projectFolder } from "../shell/projectFolder.ts";
import { APP_SCHEME } from "./appAddress.ts";
import { Application } from "./Application.ts";
import { guardSession } from "./guards.ts";
import { forkProgram, realElectron } from "./realElectron.ts";
import { runCommand } from "./runCommand.ts";
import { SafeStorageSecrets } from "./SafeStorageSecrets.ts";
import { serveApp } from "./serveApp.ts";
import { readArguments } from "./startArguments.ts";
import { WindowPlaces } from "./WindowPlaces.ts";

const report = (error: unknown): void => console.error(TwinError.from(error).message);
const start = readArguments(process.argv, app.isPackaged);
const home = process.env["TWINBENCH_HOME"];
if (home !== undefined && home !== "") app.setPath("userData", join(home, "electron"));

app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);

if (start.kind === "command") {
  // Ctrl+C reaches the command line too; it ends in order and we with it.
  process.on("SIGINT", () => undefined);
  const electron = realElectron(app);
  void app.whenReady().then(async () => {
    app.exit(await runCommand({ forkCommand: () => forkProgram("cli", start.args, { stdio: "inherit" }), fork: electron.forkHost, createPorts: electron.createPorts }));
  });
} else if (app.requestSingleInstanceLock({ path: start.path === undefined ? undefined : resolve(start.path) })) {
  void app.whenReady().then(() => openWindows(start.path)).catch((error: unknown) => {
    report(error);
    app.exit(1);
  });
} else {
  app.quit(); // the first instance has been told what to open
}

function openWindows(path: string | undefined): Promise<void> {
  const electron = realElectron(app);
  const userData = app.getPath("userData");
  const application = new Application({
    electron,
    ipc: ipcMain,
    places: new WindowPlaces(join(userData, "windows.json")),
    secrets: new SafeStorageSecrets({ file: join(userData, "secrets.json"), storage: electron.safeStorage }),
    preload: join(dirname(fileURLToPath(import.meta.url)), "..", "preload", "preload.cjs"),
    projectFolder,
    report,
  });
  guardSession(session.defaultSession);
  protocol.handle(APP_SCHEME, serveApp((key) => application.folderOf(key)));
  app.on("second-instance", (_event, _argv, _folder, data) => {
    // Sent by our own second instance with its lock, above.
    const { path: wanted } = data as { readonly path?: string };
    void application.open(wanted);
  });
  app.on("open-file", (event, file) => {
    event.preventDefault();
    void application.open(file);
  });
  app.on("window-all-closed", () => undefined); // the application quits when the last engine has written everything
  app.on("before-quit", (event) => {
    if (application.windowCount === 0) return;
    event.preventDefault();
    void application.close().then(() => app.quit());
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => app.quit());
  return application.open(path);
}
