import { describe, expect, it } from "vitest";
import { Access } from "../../../main/browser/Access.ts";
import { openCommand } from "../../../main/browser/openInBrowser.ts";

const tokenOf = (link: string): string => new URL(link).searchParams.get("token") ?? "";

describe("a link's token", () => {
  it("lasts a minute and not longer", () => {
    let nowMs = 1_000;
    const access = new Access(4711, () => nowMs);
    const [early, late] = [tokenOf(access.link()), tokenOf(access.link())];
    nowMs += 60_000;
    expect(access.exchange(early)).toContain("twinbench-4711=");
    nowMs += 1;
    expect(access.exchange(late)).toBeUndefined();
  });

  it("is worth nothing at another shell", () => {
    expect(new Access(1).exchange(tokenOf(new Access(1).link()))).toBeUndefined();
  });

  it("gives every browser the same session, so that tabs of two browsers both work", () => {
    const access = new Access(1);
    expect(access.exchange(tokenOf(access.link()))).toBe(access.exchange(tokenOf(access.link())));
  });
});

describe("opening the system's browser", () => {
  it("uses the platform's own opener", () => {
    expect(openCommand("linux", { DISPLAY: ":0" })).toEqual(["xdg-open"]);
    expect(openCommand("linux", { WAYLAND_DISPLAY: "wayland-0" })).toEqual(["xdg-open"]);
    expect(openCommand("darwin", {})).toEqual(["open"]);
    expect(openCommand("win32", {})).toEqual(["rundll32", "url.dll,FileProtocolHandler"]);
  });

  it("does not happen where nobody would see it", () => {
    expect(openCommand("linux", {})).toBeUndefined();
    expect(openCommand("linux", { DISPLAY: "" })).toBeUndefined();
    expect(openCommand("darwin", { CI: "true" })).toBeUndefined();
  });
});
