/** The engine's program for Electron's utility process, run here with a parent port of our own: a real engine on a real project. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { mainPortChannel, type HostOrder, type HostRequest, type MainPort } from "../../../main/engine/processes/index.ts";
import { createProject, LOCK_FILE } from "../../../main/engine/project/index.ts";
import { contract } from "../../../shared/contract/contract.ts";
import { connect } from "../../../shared/contract/rpc/index.ts";
import { emptyProject } from "../../../shared/model/schema.ts";
import { fakePorts } from "../../unit/electron/fakes.ts";

type OrderListener = (event: { data: HostOrder; ports: readonly MainPort[] }) => void;

let home: string;
let project: string;
let requests: HostRequest[];
let listeners: OrderListener[];
let order: (data: HostOrder, ...ports: MainPort[]) => void;
let exit: ReturnType<typeof vi.spyOn>;
const { argv } = process;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-engine-host-"));
  project = join(home, "North.twin");
  vi.stubEnv("TWINBENCH_HOME", home);
  requests = [];
  listeners = [];
  order = (data, ...ports) => listeners.forEach((listener) => listener({ data, ports }));
  Object.defineProperty(process, "parentPort", { configurable: true, value: { postMessage: (request: HostRequest) => requests.push(request), on: (_event: "message", listener: OrderListener) => listeners.push(listener) } });
  exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  process.argv = ["electron", "engine-host", project];
  vi.resetModules();
});
afterEach(async () => {
  Reflect.deleteProperty(process, "parentPort");
  process.argv = argv;
  process.exitCode = undefined;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(home, { recursive: true, force: true });
});

it("serves the window whose port comes before it is open, and ends in order on its order", async () => {
  await createProject(project, emptyProject("North", "Europe/Berlin"));
  const { port1, port2 } = fakePorts();
  const started = import("../../../main/electron/engine-host.ts");
  await vi.waitFor(() => expect(listeners).not.toEqual([]), { timeout: 30_000 }); // Electron keeps orders until then
  order({ kind: "window", client: "window-1" }, port1);
  const client = connect(mainPortChannel(port2), contract);
  expect(await client.engine.version({})).toMatchObject({ contract: 1 });
  await started;
  expect(requests).toEqual([{ kind: "opened", folder: project }]);
  order({ kind: "close" });
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0), { timeout: 5_000 });
  expect(await readdir(project)).not.toContain(LOCK_FILE);
});

it("says why it cannot open a project, so that it is not started again", async () => {
  await import("../../../main/electron/engine-host.ts");
  expect(requests).toEqual([{ kind: "failed", error: expect.objectContaining({ message: expect.stringMatching(/^There is no folder .*North\.twin/) }) }]);
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(2));
});
