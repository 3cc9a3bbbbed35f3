import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MenuItemConstructorOptions } from "electron";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Application } from "../../../main/electron/Application.ts";
import { appAddress } from "../../../main/electron/appAddress.ts";
import { WindowPlaces } from "../../../main/electron/WindowPlaces.ts";
import type { CallEvent } from "../../../main/electron/WindowCalls.ts";
import { MemorySecretStore } from "../../../main/engine/sources/SecretStore.ts";
import { folderKey } from "../../../main/engine/userFolders.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { SHELL_CALLS, SHELL_EVENTS } from "../../../shared/contract/windowShell.ts";
import { FakeElectron, type FakeWindow } from "./fakes.ts";

type Answer = (event: CallEvent, ...values: unknown[]) => unknown;

let folder: string;
let electron: FakeElectron;
let answers: Map<string, Answer>;
let application: Application;

const NORTH = "/plants/North.twin";
const SOUTH = "/plants/South.twin";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-electron-"));
  electron = new FakeElectron();
  answers = new Map();
  application = new Application({
    electron,
    ipc: { handle: (channel, answer) => void answers.set(channel, answer) },
    places: new WindowPlaces(join(folder, "windows.json")),
    secrets: new MemorySecretStore(),
    preload: "/app/preload.cjs",
    projectFolder: async (path) => {
      if (path === "/nowhere") throw new TwinError("not-found", "There is no folder /nowhere.");
      return path ?? "/data/Sample.twin";
    },
    report: () => {},
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const window = (index: number): FakeWindow => {
  const found = electron.windows[index];
  if (found === undefined) throw new Error(`there is no window ${index}`);
  return found;
};

/** A call from the page of a window. */
const call = (from: FakeWindow, channel: string, ...values: unknown[]): Promise<unknown> =>
  Promise.resolve(answers.get(channel)?.({ sender: from.webContents, senderFrame: from.webContents.mainFrame }, ...values));

const menuItem = (label: string, item: string): MenuItemConstructorOptions | undefined => {
  const menu = electron.menus.at(-1)?.find((entry) => entry.label === label);
  return Array.isArray(menu?.submenu) ? menu.submenu.find((entry) => entry.label === item) : undefined;
};

/** An item's click as Electron calls it; ours look at none of its values. */
const click = (item: MenuItemConstructorOptions | undefined): void => (item?.click as (() => void) | undefined)?.();

describe("opening", () => {
  it("shows the sample when no project is named", async () => {
    await application.open(undefined);
    expect(window(0).webContents.mainFrame.url).toBe(appAddress("/data/Sample.twin"));
    expect(window(0).done).toEqual(["show"]);
  });

  it("gives each project a window and an engine of its own, and focuses one that is open", async () => {
    await application.open(NORTH);
    await application.open(SOUTH);
    window(0).minimized = true;
    await application.open(NORTH);
    expect([electron.windows.length, electron.hosts.length]).toEqual([2, 2]);
    expect(window(0).done).toEqual(["show", "restore", "focus"]);
  });

  it("says what is wrong with a folder in a dialog, and quits only if there is no other window", async () => {
    await application.open(NORTH);
    await application.open("/nowhere");
    expect(electron.shownErrors).toEqual(["There is no folder /nowhere."]);
    expect(electron.quits).toBe(0);
  });

  it("quits when the first project cannot be opened", async () => {
    await application.open("/nowhere");
    expect(electron.quits).toBe(1);
  });

  it("lets its page reach the files of open projects only", async () => {
    await application.open(NORTH);
    expect(application.folderOf(folderKey(NORTH))).toBe(NORTH);
    expect(application.folderOf(folderKey(SOUTH))).toBeUndefined();
  });

  it("hands the page a port and tells it how the engine stands", async () => {
    await application.open(NORTH);
    expect(window(0).webContents.ports).toHaveLength(1);
    expect(window(0).webContents.sent).toContainEqual([SHELL_EVENTS.engine, { kind: "starting" }]);
  });

  it("loads a page anew whose process was lost", async () => {
    await application.open(NORTH);
    window(0).webContents.events.emit("render-process-gone", {}, { reason: "crashed" });
    expect(window(0).webContents.reloads).toBe(1);
  });
});

describe("closing a window", () => {
  it("waits for its engine, remembers its place, and quits with the last one", async () => {
    await application.open(NORTH);
    expect(window(0).clickClose()).toBe(true);
    expect(electron.hosts[0]?.ordersOf("close")).toHaveLength(1);
    expect(window(0).done).not.toContain("destroy");
    electron.hosts[0]?.exits(0);
    await vi.waitFor(() => expect(electron.quits).toBe(1));
    expect(window(0).done).toContain("destroy");
    await application.open(NORTH);
    expect(window(1).options).toMatchObject({ x: 10, y: 20, width: 1200, height: 800 });
  });

  it("leaves the other windows alone", async () => {
    await application.open(NORTH);
    await application.open(SOUTH);
    window(0).clickClose();
    electron.hosts[0]?.exits(0);
    await vi.waitFor(() => expect(application.windowCount).toBe(1));
    expect(electron.quits).toBe(0);
  });

  it("all at once ends every engine in order", async () => {
    await application.open(NORTH);
    await application.open(SOUTH);
    const closed = application.close();
    for (const host of electron.hosts) host.exits(0);
    await closed;
    expect([application.windowCount, electron.quits]).toEqual([0, 0]);
  });
});

describe("the native menu", () => {
  const commands = [
    { id: "edit.undo", title: "Undo", category: "Edit", key: "Ctrl+Z", enabled: false },
    { id: "time.live", title: "Go live", category: "Time", key: "Ctrl+Shift+L", enabled: true },
    { id: "rules.check", title: "Check all rules", category: "Rules", enabled: true },
  ];

  it("is made from the window's command table; keys are shown and left to the window", async () => {
    await application.open(NORTH);
    await call(window(0), SHELL_CALLS.showMenu, commands);
    expect(menuItem("Edit", "Undo")).toMatchObject({ enabled: false, accelerator: "CmdOrCtrl+Z", registerAccelerator: false });
    expect(menuItem("Rules", "Check all rules")).toMatchObject({ enabled: true });
    click(menuItem("Time", "Go live"));
    expect(window(0).webContents.sent).toContainEqual([SHELL_EVENTS.command, "time.live"]);
  });

  it("shows the commands of the window one is in", async () => {
    await application.open(NORTH);
    await application.open(SOUTH);
    await call(window(0), SHELL_CALLS.showMenu, commands);
    expect(menuItem("Time", "Go live")).toBeUndefined();
    window(0).focus();
    expect(menuItem("Time", "Go live")).toBeDefined();
  });

  it("opens and makes projects", async () => {
    await application.open(NORTH);
    electron.chosenFiles = [SOUTH];
    click(menuItem("Project", "Open …"));
    await vi.waitFor(() => expect(electron.windows).toHaveLength(2));
    electron.chosenSave = join(folder, "New plant.twin");
    click(menuItem("Project", "New …"));
    await vi.waitFor(() => expect(electron.windows).toHaveLength(3));
    expect(window(2).webContents.mainFrame.url).toBe(appAddress(join(folder, "New plant.twin")));
  });

  it("says in a dialog why a project could not be made", async () => {
    await application.open(NORTH);
    electron.chosenSave = folder; // not empty after the first
    await call(window(0), SHELL_CALLS.newProject);
    click(menuItem("Project", "New …"));
    await vi.waitFor(() => expect(electron.shownErrors).toEqual([expect.stringContaining("not empty")]));
  });
});

describe("a window's calls", () => {
  it("choose files in native dialogs, whose folders the engine may then read, also when it was started again", async () => {
    await application.open(NORTH);
    electron.chosenFiles = ["/data/a.csv"];
    expect(await call(window(0), SHELL_CALLS.chooseFiles, "data")).toEqual(["/data/a.csv"]);
    expect(electron.hosts[0]?.ordersOf("chosen")).toEqual([{ kind: "chosen", folders: ["/data"] }]);
    electron.hosts[0]?.exits(139);
    expect(electron.hosts[1]?.ordersOf("chosen")).toEqual([{ kind: "chosen", folders: ["/data"] }]);
    await expect(call(window(0), SHELL_CALLS.chooseFiles, "everything")).rejects.toThrow("does not understand");
  });

  it("open a project that was open before", async () => {
    await application.open(NORTH);
    await call(window(0), SHELL_CALLS.openFolder, SOUTH);
    expect(electron.windows).toHaveLength(2);
  });

  it("start an engine again that was given up", async () => {
    await application.open(NORTH);
    electron.hosts[0]?.says({ kind: "failed", error: { code: "damaged", message: "The history is damaged." } });
    electron.hosts[0]?.exits(2);
    await call(window(0), SHELL_CALLS.restartEngine);
    expect(electron.hosts).toHaveLength(2);
  });

  it("are refused from any other frame", async () => {
    await application.open(NORTH);
    const event = { sender: window(0).webContents, senderFrame: { url: appAddress(NORTH) } };
    await expect(Promise.resolve(answers.get(SHELL_CALLS.openProject)?.(event))).rejects.toThrow("refused");
  });

  it("are all answered: none of the preload's is forgotten", () => {
    expect([...answers.keys()].toSorted()).toEqual(Object.values(SHELL_CALLS).toSorted());
  });
});
