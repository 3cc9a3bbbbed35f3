import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appAddress } from "../../../main/electron/appAddress.ts";
import { SafeStorageSecrets } from "../../../main/electron/SafeStorageSecrets.ts";
import { serveApp } from "../../../main/electron/serveApp.ts";
import { readArguments } from "../../../main/electron/startArguments.ts";
import { WindowPlaces } from "../../../main/electron/WindowPlaces.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-electron-files-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the app:// scheme", () => {
  const ask = async (path: string, method = "GET"): Promise<Response> => {
    const project = join(folder, "North.twin");
    await mkdir(join(folder, "renderer", "assets"), { recursive: true });
    await mkdir(join(project, "scene"), { recursive: true });
    await writeFile(join(folder, "renderer", "index.html"), "<title>Twinbench</title>");
    await writeFile(join(project, "scene", "pump.glb"), "glTF");
    await writeFile(join(project, "project.json"), "{}");
    const home = appAddress(project);
    const serve = serveApp((key) => (home.includes(key) ? project : undefined), join(folder, "renderer"));
    return serve({ url: path.startsWith("app:") ? path : `${home}${path}`, method });
  };

  it("serves the window and the project's models under the content policy", async () => {
    const page = await ask("");
    expect([page.status, await page.text(), page.headers.get("content-type")]).toEqual([200, "<title>Twinbench</title>", "text/html; charset=utf-8"]);
    expect(page.headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; worker-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(await (await ask("scene/pump.glb")).text()).toBe("glTF");
  });

  it("serves nothing else, of no other project, to no other method", async () => {
    for (const path of ["project.json", "../project.json", "scene/../project.json", "scene/%2e%2e/project.json", "missing.js", appAddress("/other"), "app://evil/x"]) expect((await ask(path)).status, path).toBe(404);
    expect((await ask("", "POST")).status).toBe(405);
  });
});

describe("where windows stood", () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const place = { bounds: { x: 100, y: 50, width: 1000, height: 700 }, maximized: false };

  it("is kept from start to start, for each project", async () => {
    const file = join(folder, "deep", "windows.json");
    await new WindowPlaces(file).keep("/north", place);
    expect(new WindowPlaces(file).placeFor("/north", screens)).toEqual(place);
    expect(new WindowPlaces(file).placeFor("/south", screens)).toEqual({ bounds: { x: 240, y: 90, width: 1440, height: 900 }, maximized: false });
  });

  it("is not used when its screen is gone", async () => {
    const file = join(folder, "windows.json");
    const places = new WindowPlaces(file);
    await places.keep("/north", { ...place, bounds: { x: 2500, y: 0, width: 1000, height: 700 } });
    expect(places.placeFor("/north", screens).bounds.x).toBe(240);
    await places.keep("/north", { ...place, bounds: { x: 100, y: -300, width: 1000, height: 700 } });
    expect(places.placeFor("/north", screens).bounds.y).toBe(90);
  });

  it("fills a small screen", () => {
    expect(new WindowPlaces(join(folder, "none.json")).placeFor("/north", [{ x: 0, y: 0, width: 1366, height: 728 }])).toEqual({ bounds: { x: 0, y: 0, width: 1366, height: 728 }, maximized: true });
  });

  it("survives a damaged file", async () => {
    const file = join(folder, "windows.json");
    await writeFile(file, '{"/north":{"bounds":{"x":"left"}}}');
    expect(new WindowPlaces(file).placeFor("/north", screens).bounds.x).toBe(240);
  });
});

describe("secrets in the operating system's store", () => {
  const sealed = (text: string): Buffer => Buffer.from([...text].toReversed().join(""));
  const storage = { isEncryptionAvailable: () => true, getSelectedStorageBackend: () => "gnome_libsecret", encryptString: sealed, decryptString: (bytes: Buffer) => sealed(bytes.toString()).toString() };

  it("are kept sealed and found again by the next start", async () => {
    const file = join(folder, "secrets.json");
    const store = new SafeStorageSecrets({ file, storage });
    await Promise.all([store.set("north", "s3cret"), store.set("south", "other")]);
    expect(await readFile(file, "utf8")).not.toContain("s3cret");
    const next = new SafeStorageSecrets({ file, storage });
    expect([await next.get("north"), await next.get("south"), await next.get("west")]).toEqual(["s3cret", "other", undefined]);
    await next.delete("north");
    expect(await next.get("north")).toBeUndefined();
  });

  it("are refused where the store is none, in words", async () => {
    for (const weak of [{ ...storage, getSelectedStorageBackend: () => "basic_text" }, { ...storage, isEncryptionAvailable: () => false }]) {
      const store = new SafeStorageSecrets({ file: join(folder, "weak.json"), storage: weak });
      await expect(store.set("north", "s3cret")).rejects.toMatchObject({ code: "refused" });
      expect(await store.get("north")).toBeUndefined();
    }
  });

  it("that another key sealed are asked for again", async () => {
    const file = join(folder, "secrets.json");
    await new SafeStorageSecrets({ file, storage }).set("north", "s3cret");
    const broken = { ...storage, decryptString: () => { throw new Error("wrong key"); } };
    expect(await new SafeStorageSecrets({ file, storage: broken }).get("north")).toBeUndefined();
  });
});

describe("what the application was started with", () => {
  it("is a project, whatever switches stand around it", () => {
    expect(readArguments(["/app/twinbench", "--no-sandbox", "Plant.twin"], true)).toEqual({ kind: "window", path: "Plant.twin" });
    expect(readArguments(["electron", "/checkout", "Plant.twin"], false)).toEqual({ kind: "window", path: "Plant.twin" });
    expect(readArguments(["/app/twinbench"], true)).toEqual({ kind: "window", path: undefined });
  });

  it("or the command line of the installed app, with all that follows", () => {
    expect(readArguments(["/app/twinbench", "--cli", "query", "Plant.twin", "--csv"], true)).toEqual({ kind: "command", args: ["query", "Plant.twin", "--csv"] });
  });
});
