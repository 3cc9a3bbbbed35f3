/** The soft shade under a machine that makes it stand on the ground: one small texture for all, no light that has to be computed. */
import { Engine } from "@babylonjs/core/Engines/engine.js";
import { RawTexture } from "@babylonjs/core/Materials/Textures/rawTexture.js";
import { Texture } from "@babylonjs/core/Materials/Textures/texture.js";
import { StandardMaterial } from "@babylonjs/core/Materials/standardMaterial.js";
import { Color3 } from "@babylonjs/core/Maths/math.color.js";
import { CreateGround } from "@babylonjs/core/Meshes/Builders/groundBuilder.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Scene } from "@babylonjs/core/scene.js";

const SIDE_PX = 64;
/** How much larger than the base, and how dark in the middle. */
const SPREAD = 1.5;
const DARKEST = 0.6;

export function shadowMaterial(scene: Scene): StandardMaterial {
  const data = new Uint8Array(SIDE_PX * SIDE_PX * 4);
  for (let y = 0; y < SIDE_PX; y += 1) {
    for (let x = 0; x < SIDE_PX; x += 1) {
      const away = Math.hypot((x + 0.5) / SIDE_PX - 0.5, (y + 0.5) / SIDE_PX - 0.5) * 2;
      const soft = Math.min(1, Math.max(0, (1 - away) / 0.55));
      data[(y * SIDE_PX + x) * 4 + 3] = 255 * DARKEST * soft * soft * (3 - 2 * soft);
    }
  }
  const texture = RawTexture.CreateRGBATexture(data, SIDE_PX, SIDE_PX, scene, true, false, Texture.TRILINEAR_SAMPLINGMODE, Engine.TEXTURETYPE_UNSIGNED_BYTE);
  texture.hasAlpha = true;
  const material = new StandardMaterial("shadow", scene);
  material.diffuseTexture = texture;
  material.useAlphaFromDiffuseTexture = true;
  material.diffuseColor = Color3.Black();
  material.specularColor = Color3.Black();
  material.disableLighting = true;
  return material;
}

/** The shade of a machine of this size, lying a little above the grid. */
export function shadowOf(scene: Scene, material: StandardMaterial, [width, , depth]: readonly [number, number, number], root: TransformNode): Mesh {
  const mesh = CreateGround("shadow", { width: width * SPREAD, height: depth * SPREAD }, scene);
  mesh.position.y = 0.002;
  mesh.parent = root;
  mesh.material = material;
  mesh.isPickable = false;
  return mesh;
}
