/** The engine in Electron's utility process: `engine-host FOLDER`. Serves each port the main process hands over. */
import { contract } from "../../shared/contract/contract.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import { serve } from "../../shared/contract/rpc/index.ts";
import { Engine } from "../engine/Engine.ts";
import { hostLine, mainPortChannel, RequestLauncher, type MainPort } from "../engine/processes/index.ts";
import { userFolders } from "../engine/userFolders.ts";
import { serveLocally } from "../shell/localSocket.ts";
import { openWhenFree } from "../shell/openWhenFree.ts";
import { HostSecrets } from "./HostSecrets.ts";

const line = hostLine();
const folder = process.argv[2];
if (line === undefined || folder === undefined) throw new Error("engine-host runs as a utility process of Electron: engine-host FOLDER");

const report = (error: unknown): void => console.error(TwinError.from(error).message);
/** Folders that windows may read files in; grows as the person chooses in native dialogs. The engine looks at each use. */
const fileRoots = [folder];
/** Ports that come before the engine is open wait; what a window asks meanwhile waits in them. */
const waiting: { readonly port: MainPort; readonly client: string }[] = [];
let connectWindow = (port: MainPort, client: string): void => void waiting.push({ port, client });
let close = (): Promise<void> => Promise.resolve();

line.onOrder((order, port) => {
  if (order.kind === "window" && port !== undefined) connectWindow(port, order.client);
  if (order.kind === "chosen") fileRoots.push(...order.folders);
  if (order.kind === "close") void close().then(() => process.exit(0), (error: unknown) => (report(error), process.exit(1)));
});

try {
  const { data: userFolder } = await userFolders();
  const engine = await openWhenFree(() => Engine.open({ folder, role: "window", connect: true, userFolder, launcher: new RequestLauncher(line), secrets: new HostSecrets(line), fileRoots }));
  const local = await serveLocally(engine, "window");
  close = async () => {
    await local.close();
    await engine.close();
  };
  connectWindow = (port, client) => void serve(mainPortChannel(port), contract, engine.handlers, { client, report });
  for (const { port, client } of waiting.splice(0)) connectWindow(port, client);
  line.send({ kind: "opened", folder });
} catch (error) {
  report(error);
  line.send({ kind: "failed", error: TwinError.from(error).toData() });
  // The message is on its way when the process ends by itself; exiting here could lose it.
  process.exitCode = 2;
  setTimeout(() => process.exit(2), 500);
}
