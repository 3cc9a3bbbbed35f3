import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appAddress, readAddress } from "../../../main/electron/appAddress.ts";
import type { SessionLike } from "../../../main/electron/electronCalls.ts";
import { guardContents, guardSession } from "../../../main/electron/guards.ts";
import { WindowCalls, type CallEvent } from "../../../main/electron/WindowCalls.ts";
import { windowOptions } from "../../../main/electron/windowOptions.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { FakeContents } from "./fakes.ts";

const home = appAddress("/plants/North.twin");

describe("a window is made", () => {
  it("as Electron's security checklist asks", () => {
    const { webPreferences, show } = windowOptions({ bounds: { x: 0, y: 0, width: 1000, height: 700 }, dark: true, preload: "/p/preload.cjs" });
    expect(webPreferences).toMatchObject({
      preload: "/p/preload.cjs", sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false,
    });
    expect(show).toBe(false);
  });
});

describe("a window stays on its page", () => {
  const attempt = (event: string, url: string): boolean => {
    const contents = new FakeContents();
    guardContents(contents, home);
    let stopped = false;
    contents.events.emit(event, { url, preventDefault: () => (stopped = true) });
    return stopped;
  };

  it.each(["will-navigate", "will-redirect", "will-frame-navigate"])("on %s", (event) => {
    for (const url of ["https://example.com/", "file:///etc/passwd", "app://twinbench/", appAddress("/plants/South.twin"), `${home}other.html`, "javascript:alert(1)"]) {
      expect(attempt(event, url), url).toBe(true);
    }
    expect(attempt(event, home)).toBe(false); // reload
  });

  it("and opens no other, in no way", () => {
    const contents = new FakeContents();
    guardContents(contents, home);
    expect(contents.openHandler?.()).toEqual({ action: "deny" });
    let stopped = false;
    contents.events.emit("will-attach-webview", { preventDefault: () => (stopped = true) });
    expect(stopped).toBe(true);
  });
});

describe("permissions", () => {
  it("are denied, but for writing plain text to the clipboard", () => {
    const granted: string[] = [];
    let downloadStopped = false;
    const session: SessionLike = {
      setPermissionRequestHandler: (handler) => {
        for (const permission of ["media", "geolocation", "notifications", "clipboard-read", "clipboard-sanitized-write", "fileSystem", "hid"]) handler(undefined, permission, (yes) => yes && granted.push(permission));
      },
      setPermissionCheckHandler: (handler) => expect([handler(undefined, "serial"), handler(undefined, "clipboard-sanitized-write")]).toEqual([false, true]),
      setDevicePermissionHandler: (handler) => expect(handler()).toBe(false),
      on: (_event, listener) => listener({ preventDefault: () => (downloadStopped = true) }),
    };
    guardSession(session);
    expect(granted).toEqual(["clipboard-sanitized-write"]);
    expect(downloadStopped).toBe(true);
  });
});

describe("a window's call", () => {
  const page = { url: home };
  const window = { home, mainFrame: page };
  type Answer = (event: CallEvent, ...values: unknown[]) => unknown;

  const call = async (event: CallEvent, ...values: unknown[]): Promise<unknown> => {
    let answer: Answer | undefined;
    const calls = new WindowCalls({ handle: (_channel, listener) => (answer = listener) }, (id) => (id === 1 ? window : undefined));
    calls.handle("shell:greet", z.string(), (name) => {
      if (name === "nobody") throw new TwinError("not-found", "There is nobody of that name.");
      return `hello ${name}`;
    });
    return answer?.(event, ...values);
  };

  it("is answered when it comes from the page of one of our windows", async () => {
    expect(await call({ sender: { id: 1 }, senderFrame: page }, "pump")).toBe("hello pump");
  });

  it.each([
    ["a window that is not ours", { sender: { id: 2 }, senderFrame: page }],
    ["a frame inside the page", { sender: { id: 1 }, senderFrame: { url: home } }],
    ["a frame that is gone", { sender: { id: 1 }, senderFrame: null }],
  ])("is refused from %s", async (_who, event) => {
    await expect(call(event, "pump")).rejects.toThrow("refused");
  });

  it("is refused when the page is not where it belongs any more", async () => {
    const moved = { url: "https://example.com/" };
    const calls = { sender: { id: 1 }, senderFrame: moved };
    await expect(call(calls, "pump")).rejects.toThrow("refused");
  });

  it("is refused with input of another shape, or too much of it", async () => {
    await expect(call({ sender: { id: 1 }, senderFrame: page }, 7)).rejects.toThrow("does not understand");
    await expect(call({ sender: { id: 1 }, senderFrame: page }, "a", "b")).rejects.toThrow("does not understand");
  });

  it("fails with the sentence for people", async () => {
    await expect(call({ sender: { id: 1 }, senderFrame: page }, "nobody")).rejects.toThrow("There is nobody of that name.");
  });
});

describe("addresses", () => {
  it("name the project by a key and nothing else", () => {
    expect(home).toMatch(/^app:\/\/twinbench\/[0-9a-f]{24}\/$/);
    expect(readAddress(`${home}assets/main.js?x#y`)).toEqual({ key: home.slice("app://twinbench/".length, -1), path: "/assets/main.js" });
    for (const url of ["app://other/0123456789abcdef01234567/", "app://twinbench/", "app://twinbench/XYZ/", "https://twinbench/0123456789abcdef01234567/", "app://twinbench/0123456789abcdef01234567"]) expect(readAddress(url), url).toBeUndefined();
  });
});
