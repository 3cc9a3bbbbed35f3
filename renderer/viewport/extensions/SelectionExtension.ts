/** Shows what is chosen and what the pointer is over: an outline, and a ring on the ground that is seen when the body is small. */
import "@babylonjs/core/Rendering/outlineRenderer.js";
import { CreateTorus } from "@babylonjs/core/Meshes/Builders/torusBuilder.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { flat } from "../materials.ts";
import { endAll, type AssetBody, type SceneContext, type SceneExtension } from "../SceneExtension.ts";

const SELECTED_OUTLINE_M = 0.025;
const HOVERED_OUTLINE_M = 0.014;
const RING_M = 0.045;

export function selectionExtension({ scene, workbench, bodies, colors, hovered, requestRender }: SceneContext): SceneExtension {
  const material = flat(scene, "selection", colors.value.selection);
  const rings: Mesh[] = [];
  const ring = (body: AssetBody): void => {
    const mesh = CreateTorus("selection ring", { diameter: 2.15 * body.radiusM, thickness: RING_M, tessellation: 56 }, scene);
    mesh.parent = body.root;
    mesh.position.y = 0.02;
    mesh.scaling.y = 0.2;
    mesh.material = material;
    mesh.isPickable = false;
    rings.push(mesh);
  };
  const show = (): void => {
    const chosen = new Set(workbench.selection.value.assets);
    material.emissiveColor = colors.value.selection;
    for (const mesh of rings.splice(0)) mesh.dispose();
    for (const [asset, ofAsset] of bodies.value) {
      const isChosen = chosen.has(asset);
      const isHovered = hovered.value === asset;
      for (const body of ofAsset) {
        if (isChosen) ring(body);
        for (const mesh of body.meshes) {
          mesh.renderOutline = isChosen || isHovered;
          mesh.outlineColor = colors.value.selection;
          mesh.outlineWidth = isChosen ? SELECTED_OUTLINE_M : HOVERED_OUTLINE_M;
        }
      }
    }
    requestRender();
  };
  const end = endAll([workbench.selection.subscribe(show), bodies.subscribe(show), hovered.subscribe(show), colors.subscribe(show)]);
  show();
  return {
    dispose: () => {
      end();
      for (const mesh of rings) mesh.dispose();
      material.dispose();
    },
  };
}
