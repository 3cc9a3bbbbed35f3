/** The sample project is whole: everything refers to something, every signal is bound, every text compiles. */
import { describe, expect, it } from "vitest";
import { sampleProject, samplePast, sampleSignals } from "../../../main/engine/sample/index.ts";
import { parseOpcUaSettings } from "../../../main/engine/sources/opcua/settings.ts";
import { compile } from "../../../shared/language/compile.ts";
import { allSignals, findSignal } from "../../../shared/model/signals.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";

const project = sampleProject({ zone: "Europe/Berlin", atUs: 0, endpointUrl: "opc.tcp://127.0.0.1:4840" });
const assets = Object.values(project.assets);

describe("sample project", () => {
  it("has about 200 signals, each bound to its node of the plant", () => {
    const signals = allSignals(project);
    expect(signals.length).toBeGreaterThan(185);
    expect(signals.length).toBeLessThan(215);
    expect(Object.values(project.bindings).map(({ signal }) => signal).sort()).toEqual(signals.map(({ id }) => id).sort());
    expect(project.bindings["binding-P-101.motor.winding.temperature"]).toMatchObject({
      signal: "P-101.motor/winding.temperature", address: "nsu=urn:twinbench.dev:sample-plant;s=P-101.motor.winding.temperature", sourceUnit: "Cel",
    });
  });

  it("refers to nothing that is not there", () => {
    for (const asset of assets) {
      expect(project.types).toHaveProperty(asset.type);
      if (asset.parent !== undefined) expect(Object.keys(project.assets)).toContain(asset.parent);
    }
    for (const { from, to } of Object.values(project.relations)) expect([project.assets[from], project.assets[to]]).not.toContain(undefined);
    for (const { look, signals } of Object.values(project.types)) {
      const names = [undefined, ...signals.map(({ name }) => name)];
      for (const name of [look.labelSignal, look.levelSignal, look.runningSignal]) expect(names).toContain(name);
    }
  });

  it("gives every number a unit that the product knows", () => {
    for (const signal of allSignals(project)) if (signal.dataType === "number") expect(isUnitError(parseUnit(signal.unit ?? "")), signal.path.join(" ")).toBe(false);
  });

  it("compiles without a single diagnostic, for every asset", () => {
    const { program, diagnostics } = compile(Object.values(project.texts), project);
    expect(diagnostics).toEqual([]);
    expect(program.notApplicable).toEqual([]);
    expect(new Set(program.rules.map(({ rule }) => rule)).size).toBe(9);
    expect(program.uses).toHaveLength(8);
  });

  it("names its plant in settings that the OPC UA driver takes", () => {
    expect(parseOpcUaSettings(project.sources["plant"]?.settings ?? {})).toMatchObject({ endpointUrl: "opc.tcp://127.0.0.1:4840", securityPolicy: "None" });
  });

  it("puts every machine into the scene, no two into one place", () => {
    const placed = assets.filter((asset) => project.types[asset.type]?.look.shape !== "none");
    const places = placed.map(({ placement }) => placement?.position.join(" "));
    expect(places).not.toContain(undefined);
    expect(new Set(places).size).toBe(places.length);
  });

  it("is plain data that survives being written and read", () => {
    expect(JSON.parse(JSON.stringify(project))).toEqual(project);
  });
});

describe("sample past", () => {
  it("speaks of the project's signals and ends early when told to", async () => {
    const past = samplePast(Date.UTC(2026, 4, 17, 12, 0, 7) * 1000);
    expect(past.signals).toEqual(sampleSignals().map(({ id }) => id));
    for (const id of past.signals) expect(findSignal(project, id), id).toBeDefined();
    expect([past.fromUs, past.toUs]).toEqual([Date.UTC(2026, 4, 10, 12) * 1000, Date.UTC(2026, 4, 17, 12) * 1000]);
    const abort = new AbortController();
    const chunks = past.chunks(abort.signal);
    expect((await chunks.next()).value?.signal.length).toBeGreaterThan(10_000);
    abort.abort();
    await expect(chunks.next()).rejects.toThrow(/abort/i);
  });
});
