import { describe, expect, it } from "vitest";
import { explainFailure, isInstalled } from "../../../tools/install.mjs";

const lock = (packages: Record<string, { version?: string; optional?: boolean }>) => ({ packages: { "": {}, ...packages } });

describe("whether packages are installed", () => {
  it("does not ask for the optional packages of other platforms", () => {
    const wanted = lock({ "node_modules/a": { version: "1.0.0" }, "node_modules/a-win32": { version: "1.0.0", optional: true } });
    expect(isInstalled(wanted, lock({ "node_modules/a": { version: "1.0.0" } }))).toBe(true);
  });

  it("sees a package that is missing, older or newer", () => {
    const wanted = lock({ "node_modules/a": { version: "1.0.0" } });
    expect(isInstalled(wanted, lock({}))).toBe(false);
    expect(isInstalled(wanted, lock({ "node_modules/a": { version: "0.9.0" } }))).toBe(false);
    expect(isInstalled(wanted, lock({ "node_modules/a": { version: "1.0.1" } }))).toBe(false);
  });

  it("sees that nothing was ever installed, or only half", () => {
    expect(isInstalled(lock({}), undefined)).toBe(false);
  });
});

describe("a failed installation", () => {
  it.each([
    ["npm error code ENOTFOUND", "cannot be reached"],
    ["npm error code ECONNREFUSED", "cannot be reached"],
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS"],
    ["npm error code E407", "proxy with a password"],
    ["npm error code E404", "lacks a package"],
    ["npm error code EINTEGRITY", "not what the lockfile says"],
    ["npm error code ENOSPC", "disk is full"],
    ["npm error code EACCES", "cannot be written to"],
    ["npm error something new", "last words are above"],
  ])("with “%s” is explained with what to do", (output, words) => {
    expect(explainFailure(output)).toContain(words);
  });
});
