/** Light and ground: soft light from above, a quiet grid of metres that fades with distance, the theme's ground colour. */
import { DirectionalLight } from "@babylonjs/core/Lights/directionalLight.js";
import { HemisphericLight } from "@babylonjs/core/Lights/hemisphericLight.js";
import { Color3, Color4 } from "@babylonjs/core/Maths/math.color.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateLineSystem } from "@babylonjs/core/Meshes/Builders/linesBuilder.js";
import type { LinesMesh } from "@babylonjs/core/Meshes/linesMesh.js";
import type { SceneContext, SceneExtension } from "../SceneExtension.ts";

const HALF_M = 40;
const STEP_M = 2;
/** Lines lie a little below the bases, so that they do not flicker through them. */
const BELOW_M = -0.012;

export function groundExtension({ scene, colors, requestRender }: SceneContext): SceneExtension {
  const sky = new HemisphericLight("sky", new Vector3(0.1, 1, -0.2), scene);
  const key = new DirectionalLight("key", new Vector3(-0.5, -0.9, 0.65), scene);
  const fill = new DirectionalLight("fill", new Vector3(0.8, -0.35, 0.3), scene);
  let grid: LinesMesh | undefined;
  const paintGround = (): void => {
    const { ground, grid: line, isDark } = colors.value;
    scene.clearColor = new Color4(ground.r, ground.g, ground.b, 1);
    sky.intensity = isDark ? 0.62 : 0.7;
    sky.groundColor = isDark ? new Color3(0.2, 0.22, 0.25) : new Color3(0.5, 0.52, 0.54);
    key.intensity = isDark ? 0.62 : 0.42;
    fill.intensity = isDark ? 0.22 : 0.16;
    key.specular = new Color3(0.8, 0.8, 0.8);
    fill.specular = Color3.Black();
    sky.specular = Color3.Black();
    grid?.dispose();
    grid = makeGrid(line, ground);
    requestRender();
  };
  /** Every line in pieces whose colour runs into the ground's towards the edge. */
  const makeGrid = (line: Color3, ground: Color3): LinesMesh => {
    const lines: Vector3[][] = [];
    const shades: Color4[][] = [];
    const add = (points: readonly Vector3[]): void => {
      lines.push([...points]);
      shades.push(points.map(({ x, z }) => {
        const faded = Color3.Lerp(line, ground, Math.min(1, Math.hypot(x, z) / HALF_M) ** 1.5);
        return new Color4(faded.r, faded.g, faded.b, 1);
      }));
    };
    for (let at = -HALF_M; at <= HALF_M; at += STEP_M) {
      const along = Array.from({ length: 17 }, (_, i) => -HALF_M + (i * HALF_M) / 8);
      add(along.map((other) => new Vector3(at, BELOW_M, other)));
      add(along.map((other) => new Vector3(other, BELOW_M, at)));
    }
    const mesh = CreateLineSystem("grid", { lines, colors: shades, useVertexAlpha: false }, scene);
    mesh.isPickable = false;
    return mesh;
  };
  paintGround();
  const end = colors.subscribe(paintGround);
  return {
    dispose: () => {
      end();
      grid?.dispose();
      for (const light of [sky, key, fill]) light.dispose();
    },
  };
}
