import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../../shared/contract/project.ts";
import { applyChanges, type EntityChange } from "../../../../shared/model/change.ts";
import { createAsset, deleteAssets, deletionSize, describeAsset, duplicateAssets, moveAssets, renameAsset } from "../../../../shared/model/edits/assets.ts";
import { childrenOf } from "../../../../shared/model/edits/edit.ts";
import type { Project } from "../../../../shared/model/project.ts";
import { counter, plantProject as project } from "./plantProject.ts";

/** The project as it is once the engine has taken the change. */
function after({ changes }: ProposedChange, from: Project = project): Project {
  return applyChanges(from, changes as unknown as readonly EntityChange[]); // the wire type says record; the edit put entities there
}
const namesBelow = (of: Project, parent: string | undefined): string[] => childrenOf(of, parent).map((asset) => asset.name);

describe("creating and renaming assets", () => {
  it("puts a new asset last among its siblings, in provisioning", () => {
    const { change, id } = createAsset(project, { name: " P-103 ", type: "pump", parent: "line", nowUs: 7 }, counter());
    expect(namesBelow(after(change), "line")).toEqual(["P-101", "P-102", "P-103"]);
    expect(after(change).assets[id]?.lifecycle).toEqual({ state: "provisioning", sinceUs: 7 });
  });

  it("refuses a name that a sibling has, and an empty one", () => {
    expect(() => createAsset(project, { name: "P-102", type: "pump", parent: "line", nowUs: 0 }, counter())).toThrow("already a P-102");
    expect(() => renameAsset(project, "p1", "P-102")).toThrow("different names");
    expect(() => renameAsset(project, "p1", "  ")).toThrow("needs a name");
  });

  it("says in the label what was renamed to what", () => {
    expect(renameAsset(project, "p1", "P-111").label).toBe("Rename P-101 to P-111");
  });

  it("drops a description that was emptied", () => {
    const described = after(describeAsset(project, "p1", { description: "old", facts: {}, parameters: {} }));
    expect(after(describeAsset(described, "p1", { facts: {}, parameters: {} }), described).assets["p1"]).not.toHaveProperty("description");
  });
});

describe("moving assets", () => {
  it("takes everything below along by moving one entity", () => {
    const change = moveAssets(project, ["p1"], "station");
    expect(change.changes).toHaveLength(1);
    expect(namesBelow(after(change), "p1")).toEqual(["Motor"]);
  });

  it("puts assets before a sibling", () => {
    expect(namesBelow(after(moveAssets(project, ["p2"], "line", "p1")), "line")).toEqual(["P-102", "P-101"]);
  });

  it("moves to the top", () => {
    expect(after(moveAssets(project, ["p1"], undefined)).assets["p1"]).not.toHaveProperty("parent");
  });

  it("refuses to make an asset a part of itself", () => {
    expect(() => moveAssets(project, ["line"], "motor")).toThrow("a part of it");
    expect(() => moveAssets(project, ["line"], "line")).toThrow("a part of it");
  });

  it("moves only the outermost of nested assets", () => {
    expect(moveAssets(project, ["motor", "p1"], "station").changes.map((change) => change.id)).toEqual(["p1"]);
  });

  it("refuses a place where the name is taken", () => {
    const twice = after(createAsset(project, { name: "P-101", type: "pump", parent: "station", nowUs: 0 }, counter()).change);
    expect(() => moveAssets(twice, ["p1"], "station")).toThrow("already a P-101");
  });
});

describe("duplicating assets", () => {
  it("copies the parts under the next free name and binds nothing", () => {
    const { change, ids } = duplicateAssets(project, ["p1"], counter());
    const copied = after(change);
    expect(namesBelow(copied, "line")).toEqual(["P-101", "P-103", "P-102"]);
    expect(namesBelow(copied, ids[0])).toEqual(["Motor"]);
    expect(Object.keys(copied.bindings)).toEqual(["b1"]);
  });

  it("gives several copies different names", () => {
    const copied = after(duplicateAssets(project, ["p1", "p2"], counter()).change);
    expect(new Set(namesBelow(copied, "line")).size).toBe(4);
  });
});

describe("deleting assets", () => {
  it("takes parts, bindings, relations and scene bindings along, in one change", () => {
    const left = after(deleteAssets(project, ["p1"]));
    expect(Object.keys(left.assets)).toEqual(["station", "line", "p2"]);
    expect(left.bindings).toEqual({});
    expect(left.relations).toEqual({});
    expect(left.models["glb"]?.nodes).toEqual({ Base: "p2" });
  });

  it("says beforehand what goes", () => {
    expect(deletionSize(project, ["line"])).toEqual({ assets: 4, bindings: 1 });
  });

  it("says when an asset is not there any more", () => {
    expect(() => renameAsset(project, "gone", "x")).toThrow("not there any more");
  });
});
