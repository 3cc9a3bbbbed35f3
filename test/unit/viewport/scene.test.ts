import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NullEngine } from "@babylonjs/core/Engines/nullEngine.js";
import { Logger } from "@babylonjs/core/Misc/logger.js";
import { StandardMaterial } from "@babylonjs/core/Materials/standardMaterial.js";
import type { Placement } from "../../../shared/model/project.ts";
import { Store } from "../../../renderer/app/state/Store.ts";
import { NO_COLOURING, type Colouring } from "../../../renderer/viewport/colour/colouring.ts";
import { sceneColors } from "../../../renderer/viewport/sceneColors.ts";
import { SceneOwner } from "../../../renderer/viewport/SceneOwner.ts";
import { FAKE_RUN } from "../../fixtures/panels/fakeHistory.ts";
import { fakeWorkbench, type FakeWorkbench } from "../../fixtures/panels/fakeWorkbench.ts";

Logger.LogLevels = Logger.WarningLogLevel | Logger.ErrorLogLevel;

const DARK = sceneColors((name) => ({ ground: "#14181c", line: "#2d353d", medium: "#e3ab45", accent: "#a9c1d8", hatch: "#55606b" })[name] ?? "#888888");
const LIGHT = sceneColors((name) => ({ ground: "#e3e7ea" })[name] ?? "#888888");

describe("the scene", () => {
  let fake: FakeWorkbench;
  let owner: SceneOwner;
  let colouring: Store<Colouring>;
  let isEditing: Store<boolean>;
  let frames: (() => void)[];
  const committed: [string, ReadonlyMap<string, Placement>][] = [];

  /** Draws what was asked for. */
  const draw = (): void => {
    for (const frame of frames.splice(0)) frame();
  };
  const until = async (holds: () => boolean): Promise<void> => {
    const end = Date.now() + 4_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error("did not come to hold");
      draw();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const materialOf = (asset: string): StandardMaterial | undefined => {
    const material = owner.bodies.value.get(asset)?.[0]?.meshes[0]?.material;
    return material instanceof StandardMaterial ? material : undefined;
  };

  beforeEach(() => {
    fake = fakeWorkbench();
    colouring = new Store<Colouring>(NO_COLOURING);
    isEditing = new Store(false);
    frames = [];
    committed.length = 0;
    owner = new SceneOwner({
      engine: new NullEngine(), workbench: fake.workbench, panel: "viewport", colors: DARK, colouring,
      edit: { isEditing, commit: (label, placements) => committed.push([label, placements]) },
      nextFrame: (callback) => {
        frames.push(callback);
        return () => frames.splice(frames.indexOf(callback), 1);
      },
    });
    draw();
  });

  afterEach(() => {
    owner.dispose();
    fake.workbench.values.dispose();
  });

  it("has a body for every asset with a shape, where it is placed", () => {
    expect(owner.bodies.value.size).toBe(18);
    const root = owner.bodies.value.get("A-suction")?.[0]?.root;
    expect(root?.position.asArray()).toEqual([-7, 0, 0]);
  });

  it("keeps each machine inside its size, standing on the ground", () => {
    for (const [asset, [body]] of owner.bodies.value) {
      const mesh = body?.meshes[0];
      mesh?.computeWorldMatrix(true);
      const { minimum, maximum } = mesh?.getBoundingInfo() ?? { minimum: undefined, maximum: undefined };
      const [w, h, d] = fake.project.value.types[fake.project.value.assets[asset]?.type ?? ""]?.look.size ?? [0, 0, 0];
      expect(minimum?.y, asset).toBeGreaterThan(-0.01);
      expect(maximum?.y, asset).toBeLessThan(h * 1.06);
      expect((maximum?.x ?? 0) - (minimum?.x ?? 0), asset).toBeLessThan(w * 1.06);
      expect((maximum?.z ?? 0) - (minimum?.z ?? 0), asset).toBeLessThan(d * 1.2);
    }
  });

  it("is one mesh a machine", () => {
    expect(owner.bodies.value.get("A-p1")?.[0]?.meshes).toHaveLength(1);
  });

  it("draws nothing while nothing changes", () => {
    draw();
    draw();
    const { frames: before } = owner;
    draw();
    expect(owner.frames).toBe(before);
  });

  it("moves a body when its asset is moved, without making it anew", () => {
    const body = owner.bodies.value.get("A-p1")?.[0];
    fake.project.update((project) => ({ ...project, assets: { ...project.assets, "A-p1": { ...project.assets["A-p1"], placement: { position: [3, 0, 1], rotationDeg: 90, scale: 1 } } as (typeof project.assets)[string] } }));
    expect(owner.bodies.value.get("A-p1")?.[0]).toBe(body);
    expect(body?.root.position.asArray()).toEqual([3, 0, 1]);
    expect(body?.root.rotation.y).toBeCloseTo(Math.PI / 2);
  });

  it("takes a body away with its asset", () => {
    fake.project.update((project) => {
      const { "A-p1": _, ...assets } = project.assets;
      return { ...project, assets };
    });
    expect(owner.bodies.value.has("A-p1")).toBe(false);
    expect(owner.scene.getMeshByName("body A-p1")).toBeNull();
  });

  it("gives an asset with an alarm its hue, and everything else the neutral one", () => {
    expect(materialOf("A-p1")?.diffuseColor.equals(DARK.body)).toBe(true);
    expect(materialOf("A-m1")?.diffuseColor.equals(DARK.body)).toBe(false);
    fake.alarms.set([]);
    expect(materialOf("A-m1")?.diffuseColor.equals(DARK.body)).toBe(true);
  });

  it("colours assets that have the signal on one scale, hatches the unknown and leaves the others neutral", async () => {
    colouring.set({ by: "signal", name: "winding.temperature" });
    await until(() => owner.colouring.legend.value?.known === 3);
    const legend = owner.colouring.legend.value;
    expect(legend?.unknown).toBe(1);
    expect(legend?.unit).toBe("Cel");
    expect(legend?.range?.max).toBeGreaterThan(legend?.range?.min ?? Infinity);
    expect(materialOf("A-m1")?.diffuseColor.equals(DARK.body)).toBe(false);
    expect(materialOf("B-m2")?.diffuseTexture).toEqual(expect.anything());
    expect(materialOf("A-suction")?.diffuseColor.equals(DARK.body)).toBe(true);
  });

  it("colours by how far the run is off measured", async () => {
    fake.workbench.cursor.seek(fake.workbench.cursor.value.tUs - 60_000_000);
    colouring.set({ by: "difference", name: "winding.temperature" });
    await until(() => (owner.colouring.legend.value?.known ?? 0) > 0);
    expect(owner.colouring.legend.value?.range?.min).toBe(0);
  });

  it("compares any two of what is shown, and says by how much and which way on each asset", async () => {
    fake.workbench.shown.set({ run: "measured", overlays: [FAKE_RUN, "branch"] });
    fake.runs.update((runs) => [...runs, ...runs.map((run) => ({ ...run, id: "branch" }))]);
    fake.workbench.cursor.seek(fake.workbench.cursor.value.tUs - 60_000_000);
    const at = async (sides: { readonly of?: string; readonly from?: string }) => {
      colouring.set({ by: "difference", name: "winding.temperature", ...sides });
      await until(() => Number.isFinite(owner.differences.values.value.get("A-m1")?.value));
      return owner.differences.values.value.get("A-m1")?.value ?? Number.NaN;
    };
    const measuredLessRun = await at({});
    expect(owner.colouring.legend.value?.sides).toEqual({ of: "measured", from: FAKE_RUN });
    expect(await at({ of: FAKE_RUN })).toBeCloseTo(-measuredLessRun, 9);
    expect(owner.colouring.legend.value?.sides).toEqual({ of: FAKE_RUN, from: "measured" });
    expect(Math.abs(measuredLessRun)).toBeGreaterThan(0);
    await at({ of: FAKE_RUN, from: "branch" });
    expect(owner.colouring.legend.value).toMatchObject({ sides: { of: FAKE_RUN, from: "branch" }, known: 3, unknown: 1 });
    fake.workbench.shown.set({ run: "measured", overlays: ["branch"] });
    expect(owner.colouring.legend.value?.sides).toEqual({ of: "measured", from: "branch" });
  });

  it("colours nothing by a run outside its span, and says so", () => {
    fake.workbench.cursor.seek(fake.workbench.cursor.value.tUs - 2 * 3_600_000_000);
    colouring.set({ by: "difference", name: "winding.temperature" });
    expect(owner.colouring.legend.value).toMatchObject({ known: 0, note: expect.stringContaining("outside the run") });
    // Labels say their values then.
    expect(owner.differences.values.value.size).toBe(0);
  });

  it("says what is missing where there is no run to compare with", () => {
    fake.workbench.shown.set({ run: "measured", overlays: [] });
    colouring.set({ by: "difference", name: "winding.temperature" });
    expect(owner.colouring.legend.value?.note).toContain("Choose a run");
  });

  it("outlines and rings what is selected anywhere", () => {
    fake.workbench.selection.set({ assets: ["A-p1"], signals: [] });
    expect(owner.bodies.value.get("A-p1")?.[0]?.meshes[0]?.renderOutline).toBe(true);
    expect(owner.scene.meshes.filter(({ name }) => name === "selection ring")).toHaveLength(1);
    fake.workbench.selection.set({ assets: [], signals: [] });
    expect(owner.scene.meshes.filter(({ name }) => name === "selection ring")).toHaveLength(0);
  });

  it("rings alarms, doubly while nobody has acknowledged them", () => {
    const rings = (asset: string): number => owner.scene.meshes.filter(({ name, parent }) => name === "alarm ring" && parent === owner.bodies.value.get(asset)?.[0]?.root).length;
    expect(rings("A-m1")).toBe(2);
    expect(rings("B-p2")).toBe(1);
    expect(rings("A-p1")).toBe(0);
  });

  it("shows the past with the alarms of the past", async () => {
    const hued = (asset: string): boolean => materialOf(asset)?.diffuseColor.equals(DARK.body) === false;
    fake.workbench.cursor.seek(fake.workbench.cursor.nowUs - 38 * 60_000_000);
    await until(() => hued("A-p1"));
    expect(hued("A-m1")).toBe(false);
    fake.workbench.cursor.goLive();
    expect([hued("A-p1"), hued("A-m1")]).toEqual([false, true]);
  });

  it("fills tanks as high as their level says", async () => {
    const fill = (): number => owner.scene.meshes.find(({ name, parent }) => name === "level" && parent === owner.bodies.value.get("A-suction")?.[0]?.root)?.scaling.y ?? 0;
    await until(() => fill() > 0.3 && fill() < 3.08);
    const level = fake.workbench.values.get("A-suction/level")?.value ?? Number.NaN;
    expect(fill()).toBeCloseTo((level / 4) * (4 * 0.77), 1);
  });

  it("frames the selection, and everything without one", () => {
    owner.frame(["A-p1"]);
    const near = owner.rig.pose;
    expect(near.target[0]).toBeCloseTo(-1.7, 0);
    owner.frame([]);
    expect(owner.rig.pose.radius).toBeGreaterThan(near.radius * 3);
  });

  it("moves and turns the selection in whole steps by keyboard, as one change", () => {
    isEditing.set(true);
    fake.workbench.selection.set({ assets: ["A-p1", "A-p2"], signals: [] });
    owner.edit.nudge({ x: 1 });
    owner.edit.nudge({ turn: 1 });
    expect(committed.map(([label]) => label)).toEqual(["Move in the scene", "Turn in the scene"]);
    expect(committed[0]?.[1].get("A-p1")?.position).toEqual([-1.5, 0, 0]);
    expect(committed[1]?.[1].get("A-p2")?.rotationDeg).toBe(15);
  });

  it("changes its neutral and its ground with the theme", () => {
    owner.setColors(LIGHT);
    expect(materialOf("A-p1")?.diffuseColor.equals(LIGHT.body)).toBe(true);
    expect(owner.scene.clearColor.r).toBeGreaterThan(0.8);
  });

  it("leaves nothing behind when it ends", () => {
    const { scene } = owner;
    owner.dispose();
    expect(scene.isDisposed).toBe(true);
    expect(scene.meshes).toHaveLength(0);
    fake.workbench.selection.set({ assets: ["A-p1"], signals: [] });
    fake.alarms.set([]);
    expect(frames.length).toBe(0);
  });
});
