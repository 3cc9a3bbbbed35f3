/** Builds each machine of one look once; assets of the same look share its geometry. */
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { Scene } from "@babylonjs/core/scene.js";
import type { Look } from "../../../shared/model/project.ts";
import { buildShape } from "./shapes.ts";

export class ShapePrototypes {
  readonly #scene: Scene;
  readonly #made = new Map<string, Mesh>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  copy(shape: Exclude<Look["shape"], "none">, size: Look["size"], name: string): Mesh {
    const key = `${shape} ${size.join("×")}`;
    let prototype = this.#made.get(key);
    if (!prototype) {
      prototype = buildShape(this.#scene, shape, size, `prototype ${key}`);
      prototype.setEnabled(false);
      this.#made.set(key, prototype);
    }
    const mesh = prototype.clone(name);
    mesh.setEnabled(true);
    return mesh;
  }

  dispose(): void {
    for (const mesh of this.#made.values()) mesh.dispose();
    this.#made.clear();
  }
}
