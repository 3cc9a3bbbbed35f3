import { describe, expect, it } from "vitest";
import { commonMoves, lifecycleMoves, moveLifecycle } from "../../../../shared/model/edits/lifecycle.ts";
import type { Lifecycle, Project } from "../../../../shared/model/project.ts";
import { asset, plantProject } from "./plantProject.ts";

const project: Project = { ...plantProject, assets: { a: asset("a", "A"), m: asset("m", "M", undefined, { lifecycle: { state: "maintenance", sinceUs: 0 } }), r: asset("r", "R", undefined, { lifecycle: { state: "retired", sinceUs: 0 } }) } };
const ALL: readonly Lifecycle[] = ["provisioning", "active", "maintenance", "error", "retired"];

describe("the life of an asset", () => {
  it("goes back and forth between service and maintenance", () => {
    expect(lifecycleMoves("active")).toContain("maintenance");
    expect(lifecycleMoves("maintenance")).toContain("active");
  });

  it("leads from a failure through maintenance back to service, never straight", () => {
    expect(lifecycleMoves("error")).not.toContain("active");
  });

  it("does not retire what is in service", () => {
    expect(lifecycleMoves("active")).not.toContain("retired");
  });

  it("never moves to where it already is, and always somewhere", () => {
    for (const state of ALL) {
      expect(lifecycleMoves(state)).not.toContain(state);
      expect(lifecycleMoves(state).length).toBeGreaterThan(0);
    }
  });

  it("offers for several assets what fits all of them", () => {
    expect(commonMoves(project, ["a", "m"])).toEqual(["error"]);
    expect(commonMoves(project, ["a", "r"])).toEqual([]);
  });

  it("keeps state, time, reason and person", () => {
    const { changes, reason } = moveLifecycle(project, ["a"], { to: "maintenance", reason: " bearing change ", by: "eva", nowUs: 5 });
    expect(changes[0]?.after?.["lifecycle"]).toEqual({ state: "maintenance", sinceUs: 5, reason: "bearing change", by: "eva" });
    expect(reason).toBe("bearing change");
  });

  it("refuses a move that makes no sense, naming those that do", () => {
    expect(() => moveLifecycle(project, ["r"], { to: "active", reason: "x", by: "eva", nowUs: 5 })).toThrow("R is retired; from there it can become provisioning, not active.");
  });

  it("wants a reason", () => {
    expect(() => moveLifecycle(project, ["a"], { to: "maintenance", reason: " ", by: "eva", nowUs: 5 })).toThrow("Say why");
  });
});
