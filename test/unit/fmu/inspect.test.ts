/** FMUs looked at, honest and hostile: nothing of them is executed, so no compiler is needed. */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FmuFiles } from "../../../main/engine/fmu/index.ts";
import { inspectFmu } from "../../../main/engine/fmu/inspect.ts";
import { libraryPath } from "../../../main/engine/fmu/platforms.ts";
import { unitOf } from "../../../main/engine/fmu/describeUnits.ts";
import { exchangeDescription } from "../../fixtures/fmu/makeExchangeFmu.ts";
import { description } from "../../fixtures/fmu/makeFmu.ts";
import { zip, type ZipPart } from "../../fixtures/zip.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-inspect-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LIBRARY: ZipPart = { name: libraryPath(2, "lag") ?? "", bytes: "a library" };

async function inspected(bytes: Uint8Array) {
  const path = join(folder, "lag.fmu");
  await writeFile(path, bytes);
  return inspectFmu("models/lag.fmu", path);
}
const described = (edit: (xml: string) => string, more: readonly ZipPart[] = [LIBRARY]) => inspected(zip([{ name: "modelDescription.xml", bytes: description(2, edit) }, ...more]));

describe("an FMU that is looked at", () => {
  it("says what it is, in FMI 2", async () => {
    const { facts } = await described((xml) => xml);
    expect(facts).toMatchObject({ fmiVersion: "2.0", model: "Lag", token: "{lag-2}", origin: { author: "Twinbench", tool: "cc" }, interfaces: ["co-simulation"], defaultStepS: 1 });
    expect(facts.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(facts).not.toHaveProperty("unfit");
    expect(facts.capabilities).toMatchObject({ variableStep: false, saveState: true, serializeState: true });
    expect(facts.variables.find(({ name }) => name === "gain")).toMatchObject({ causality: "parameter", type: "Real", reference: 2, start: "1", min: 0, max: 9 });
    expect(facts.variables.find(({ name }) => name === "name")?.unusable).toContain("String");
  });

  it("says what it is, in FMI 3", async () => {
    const { facts } = await inspected(zip([{ name: "modelDescription.xml", bytes: description(3) }]));
    expect(facts).toMatchObject({ fmiVersion: "3.0", token: "{lag-3}", capabilities: { eventMode: true, returnsEarly: true, variableStep: true } });
    expect(facts.variables.find(({ name }) => name === "matrix")?.unusable).toBe("an array");
    expect(facts.unfit).toContain("no library at all");
  });

  it("names the platforms it is for where this one is missing", async () => {
    const { facts } = await described((xml) => xml, [{ name: "binaries/darwin99/lag.dylib", bytes: "" }]);
    expect(facts.unfit).toMatch(/for darwin99, and none for this machine/);
  });

  it("takes its units as it defines them", async () => {
    const { facts } = await described((xml) => xml.replace('<Real unit="K"/>', '<Real unit="hour"/>'));
    const y = facts.variables.find(({ name }) => name === "y");
    expect(y && unitOf(y, facts.units)).toMatchObject({ dimension: { key: "T1" }, factor: { n: 3600n, d: 1n } });
  });

  it.each([2, 3] as const)("says what there is to solve of it where it has model exchange alone (FMI %i)", async (fmi) => {
    const exchange = (edit?: (xml: string) => string) => inspected(zip([{ name: "modelDescription.xml", bytes: exchangeDescription(fmi, "BALL", edit) }, { name: libraryPath(fmi, "exchange") ?? "", bytes: "a library" }]));
    const { facts } = await exchange();
    expect(facts).toMatchObject({ interfaces: ["model exchange"], capabilities: { modelIdentifier: "exchange", serializeState: true } });
    expect(facts).not.toHaveProperty("unfit");
    expect(facts.capabilities?.exchange).toEqual({ states: [{ name: "x", reference: 1, derivative: 3 }, { name: "v", reference: 2, derivative: 4 }], eventIndicators: 1, directionalDerivatives: false });
    // Co-simulation is taken where there are both.
    expect((await exchange((xml) => xml.replace("<ModelVariables>", '<CoSimulation modelIdentifier="exchange"/><ModelVariables>'))).facts.capabilities).not.toHaveProperty("exchange");
    // In FMI 2 a text may have the reference of a state.
    if (fmi === 2) expect((await exchange((xml) => xml.replace("</ModelVariables>", '<ScalarVariable name="title" valueReference="1" causality="parameter"><String/></ScalarVariable></ModelVariables>'))).facts).not.toHaveProperty("unfit");
    await expect(exchange((xml) => xml.replace(/derivative="[23]"/, ""))).rejects.toThrow(/lists a derivative \(number [12]\) that it does not declare as the derivative of a variable/);
  });

  it("is refused where a state is an array", async () => {
    const { facts } = await inspected(zip([{ name: "modelDescription.xml", bytes: exchangeDescription(3, "DECAY", (xml) => xml.replace('<Float64 name="x" valueReference="1" causality="output"/>', '<Float64 name="x" valueReference="1" causality="output"><Dimension start="3"/></Float64>')) }]));
    expect(facts.unfit).toMatch(/Its state x is an array/);
  });

  it("is refused where it has neither co-simulation nor model exchange, or needs its tool", async () => {
    expect((await described((xml) => xml.replace("<CoSimulation", "<ScheduledExecution"))).facts.unfit).toContain("scheduled execution only");
    expect((await described((xml) => xml.replace('modelIdentifier="lag"', 'modelIdentifier="lag" needsExecutionTool="true"'))).facts.unfit).toContain("needs the tool");
  });
});

describe("an FMU that means harm, or is broken", () => {
  it.each([
    ["no archive", Buffer.from("PK, but not really"), /no zip archive that can be read, so it is no FMU/],
    ["no description", zip([LIBRARY]), /holds no modelDescription\.xml/],
    ["a way out of its folder", zip([{ name: "modelDescription.xml", bytes: description(2) }, { name: "resources/../../escape.txt", bytes: "x" }]), /leads out of its own folder/],
    ["an absolute name", zip([{ name: "/etc/escape", bytes: "x" }]), /leads out of its own folder/],
    ["a bomb", zip([{ name: "modelDescription.xml", bytes: description(2) }, { name: "resources/zeros", bytes: Buffer.alloc(40 * 1024 * 1024) }]), /made to fill the disk/],
    ["a bomb that claims to be small", zip([{ name: "modelDescription.xml", bytes: description(2), says: 10 }]), /refused: a file in it has another size than the archive says/],
    ["one name twice", zip([{ name: "modelDescription.xml", bytes: "a" }, { name: "modelDescription.xml", bytes: "b" }]), /twice/],
    ["entities", zip([{ name: "modelDescription.xml", bytes: `<!DOCTYPE x [<!ENTITY a "aaaa">]><fmiModelDescription fmiVersion="2.0"/>` }]), /document type/],
    ["half a description", zip([{ name: "modelDescription.xml", bytes: description(2).slice(0, 900) }]), /cannot be read: .*\d+:\d+/],
    ["another version", zip([{ name: "modelDescription.xml", bytes: description(2, (xml) => xml.replace('fmiVersion="2.0"', 'fmiVersion="1.0"')) }]), /version 1\.0; 2\.0 and 3\.0/],
    ["a library elsewhere", zip([{ name: "modelDescription.xml", bytes: description(2, (xml) => xml.replace('modelIdentifier="lag"', 'modelIdentifier="../lag"')) }]), /no name of a file/],
  ])("is refused for %s", async (_, bytes, message) => {
    await expect(inspected(bytes)).rejects.toThrow(message);
  });

  it("is added over nothing that has its name, and through no link", async () => {
    const [project, dropped, notes] = [join(folder, "project"), join(folder, "lag.fmu"), join(folder, "notes.md")];
    const place = join(project, "models/lag.fmu");
    await mkdir(join(project, "models"), { recursive: true });
    await writeFile(dropped, zip([{ name: "modelDescription.xml", bytes: description(2) }]));
    await writeFile(notes, "mine");
    const files = new FmuFiles({ folder: project, userFolder: join(folder, "user"), clock: () => 0 });
    await symlink(notes, place);
    await expect(files.add(dropped)).rejects.toThrow(/is a link out of the project/);
    expect(await readFile(notes, "utf8")).toBe("mine");
    await rm(place);
    await writeFile(place, "damaged");
    await expect(files.add(dropped)).rejects.toThrow(/another models\/lag\.fmu in this project/);
    await rm(place);
    expect((await files.add(dropped)).facts.file).toBe("models/lag.fmu");
  });

  it("writes nothing outside of the folder it is unpacked to, and never over a file", async () => {
    const { archive } = await described((xml) => xml, [LIBRARY, { name: "resources/table.csv", bytes: "1" }]);
    await archive.extract(join(folder, "out"), (path) => path.startsWith("resources/"));
    expect(await readdir(join(folder, "out"))).toEqual(["resources"]);
    await expect(archive.extract(join(folder, "out"), (path) => path.startsWith("resources/"))).rejects.toThrow("EEXIST");
  });
});
