/** Materials of the scene: a calm painted-metal look, one for all neutral bodies, own ones for coloured bodies, a hatch for the unknown. */
import { Engine } from "@babylonjs/core/Engines/engine.js";
import { StandardMaterial } from "@babylonjs/core/Materials/standardMaterial.js";
import { RawTexture } from "@babylonjs/core/Materials/Textures/rawTexture.js";
import { Texture } from "@babylonjs/core/Materials/Textures/texture.js";
import { Color3 } from "@babylonjs/core/Maths/math.color.js";
import type { Scene } from "@babylonjs/core/scene.js";

const SHINE = new Color3(0.13, 0.13, 0.13);
const HATCH_PX = 16;

export function paint(scene: Scene, name: string, colour: Color3): StandardMaterial {
  const material = new StandardMaterial(name, scene);
  material.diffuseColor = colour;
  material.specularColor = SHINE;
  material.specularPower = 48;
  return material;
}

/** Unlit, one colour: glass, liquid, rings. */
export function flat(scene: Scene, name: string, colour: Color3): StandardMaterial {
  const material = new StandardMaterial(name, scene);
  material.emissiveColor = colour;
  material.diffuseColor = Color3.Black();
  material.specularColor = Color3.Black();
  material.disableLighting = true;
  return material;
}

/** Diagonal stripes of a lighter and a darker neutral: not known. */
export function hatched(scene: Scene, name: string, colour: Color3): StandardMaterial {
  const data = new Uint8Array(HATCH_PX * HATCH_PX * 3);
  for (let y = 0; y < HATCH_PX; y += 1) {
    for (let x = 0; x < HATCH_PX; x += 1) {
      const stripe = (x + y) % HATCH_PX < HATCH_PX / 3 ? 1.35 : 0.7;
      const at = (y * HATCH_PX + x) * 3;
      for (const [i, part] of [colour.r, colour.g, colour.b].entries()) data[at + i] = Math.min(255, part * stripe * 255);
    }
  }
  const texture = RawTexture.CreateRGBTexture(data, HATCH_PX, HATCH_PX, scene, true, false, Texture.TRILINEAR_SAMPLINGMODE, Engine.TEXTURETYPE_UNSIGNED_BYTE);
  texture.wrapU = texture.wrapV = Texture.WRAP_ADDRESSMODE;
  texture.uScale = texture.vScale = 6;
  const material = paint(scene, name, Color3.White());
  material.diffuseTexture = texture;
  return material;
}
