/** Generated bodies of assets: made when type, size or look changes, moved when only the place does. Knows no values. */
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Look, Placement } from "../../../shared/model/project.ts";
import type { BodyRegistry } from "../BodyRegistry.ts";
import { ShapePrototypes } from "../geometry/ShapePrototypes.ts";
import { shadowMaterial, shadowOf } from "../geometry/shadow.ts";
import { paint } from "../materials.ts";
import { placedAssets } from "../placements.ts";
import type { AssetBody, SceneContext, SceneExtension } from "../SceneExtension.ts";

interface Made {
  readonly body: AssetBody;
  readonly shadow: Mesh;
  /** What the geometry depends on. */
  readonly key: string;
}

export const BODY_MATERIAL = "body";
const HIGHEST_SHADED_M = 0.3;

/** Sets a root to a placement. */
export function place(root: TransformNode, { position, rotationDeg, scale }: Placement): void {
  root.position.set(...position);
  root.rotationQuaternion = null;
  root.rotation.set(0, (rotationDeg * Math.PI) / 180, 0);
  root.scaling.setAll(scale);
}

export function assetsExtension(context: SceneContext, registry: BodyRegistry): SceneExtension {
  const { scene, workbench, colors, requestRender } = context;
  const material = paint(scene, BODY_MATERIAL, colors.value.body);
  const shade = shadowMaterial(scene);
  shade.alpha = colors.value.isDark ? 1 : 0.55;
  const made = new Map<string, Made>();
  const prototypes = new ShapePrototypes(scene);
  let modelledKey = "";

  const make = (assetId: string, look: Look): Made | undefined => {
    if (look.shape === "none") return undefined;
    const root = new TransformNode(`asset ${assetId}`, scene);
    const mesh = prototypes.copy(look.shape, look.size, `body ${assetId}`);
    mesh.parent = root;
    mesh.material = material;
    mesh.metadata = { assetId };
    const shadow = shadowOf(scene, shade, look.size, root);
    const body: AssetBody = { assetId, root, meshes: [mesh], heightM: look.size[1], radiusM: Math.hypot(look.size[0], look.size[2]) / 2, isGenerated: true };
    return { body, shadow, key: JSON.stringify(look) };
  };
  const remove = (assetId: string): void => {
    const old = made.get(assetId);
    for (const mesh of old ? [...old.body.meshes, old.shadow] : []) mesh.dispose();
    old?.body.root.dispose();
    made.delete(assetId);
  };
  const sync = (): void => {
    const project = workbench.project.value;
    const modelled = modelledAssets(registry);
    modelledKey = [...modelled].join();
    const placed = placedAssets(project);
    let changed = false;
    for (const assetId of [...made.keys()]) {
      if (placed.has(assetId) && !modelled.has(assetId)) continue;
      remove(assetId);
      changed = true;
    }
    for (const [assetId, placement] of placed) {
      if (modelled.has(assetId)) continue;
      const look = project.types[project.assets[assetId]?.type ?? ""]?.look;
      if (!look) continue;
      let present = made.get(assetId);
      if (present?.key !== JSON.stringify(look)) {
        remove(assetId);
        present = make(assetId, look);
        if (present) made.set(assetId, present);
        changed = true;
      }
      if (!present) continue;
      place(present.body.root, placement);
      // What hangs above the ground throws no shade on it.
      present.shadow.setEnabled(placement.position[1] < HIGHEST_SHADED_M);
    }
    if (changed) registry.set("assets", [...made.values()].map(({ body }) => body));
    requestRender();
  };
  const ends = [workbench.project.subscribe(sync), registry.bodies.subscribe(() => {
    if ([...modelledAssets(registry)].join() !== modelledKey) sync();
  }), colors.subscribe(() => {
    material.diffuseColor = colors.value.body;
    shade.alpha = colors.value.isDark ? 1 : 0.55;
    requestRender();
  })];
  sync();
  return {
    dispose: () => {
      for (const end of ends) end();
      for (const assetId of [...made.keys()]) remove(assetId);
      registry.set("assets", []);
      prototypes.dispose();
      material.dispose();
      shade.dispose(false, true);
    },
  };
}

/** Assets that a loaded node of an engineer's model stands for: nothing is generated for those. */
function modelledAssets(registry: BodyRegistry): ReadonlySet<string> {
  return new Set([...registry.bodies.value].flatMap(([asset, bodies]) => (bodies.some((body) => !body.isGenerated) ? [asset] : [])));
}

/** The top of a body in the world, where labels point to. */
export function topOf(body: AssetBody): Vector3 {
  const { x, y, z } = body.root.getAbsolutePosition();
  return new Vector3(x, y + body.heightM * body.root.absoluteScaling.y, z);
}
