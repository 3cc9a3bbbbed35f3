import { describe, expect, it } from "vitest";
import type { SettingField } from "../../../../shared/contract/sources.ts";
import { missingFields, splitSecret, startingValues } from "../../../../renderer/widgets/overlays/fieldValues.ts";

const fields: readonly SettingField[] = [
  { name: "url", label: "Address", kind: "url", required: true },
  { name: "identity", label: "Log in as", kind: "choice", choices: [{ value: "anonymous", label: "Anonymous" }, { value: "user", label: "User" }] },
  { name: "userName", label: "User name", kind: "text", required: true, showWhen: { field: "identity", is: ["user"] } },
  { name: "password", label: "Password", kind: "secret", showWhen: { field: "identity", is: ["user"] } },
  { name: "publishingMs", label: "Publishing", kind: "number", default: 500 },
];

describe("a dialog made from fields", () => {
  it("starts with what is given, else the default, else the first choice", () => {
    expect(startingValues(fields, { url: "opc.tcp://a" })).toMatchObject({ url: "opc.tcp://a", identity: "anonymous", publishingMs: 500 });
  });

  it("misses required fields only while they are shown", () => {
    const values = startingValues(fields, { url: " " });
    expect(missingFields(fields, values)).toEqual(["Address"]);
    expect(missingFields(fields, { ...values, url: "x", identity: "user" })).toEqual(["User name"]);
  });

  it("never puts a secret into the settings", () => {
    const { settings, secret } = splitSecret(fields, { url: "x", identity: "user", userName: "eva", password: "geheim", publishingMs: 500 });
    expect(secret).toBe("geheim");
    expect(JSON.stringify(settings)).not.toContain("geheim");
  });

  it("leaves out what a changed choice has hidden", () => {
    const { settings, secret } = splitSecret(fields, { url: "x", identity: "anonymous", userName: "eva", password: "geheim" });
    expect(settings).toEqual({ url: "x", identity: "anonymous" });
    expect(secret).toBeUndefined();
  });
});
