/**
 * Building blocks of generated machines: primitive parts with a shade baked into their vertices, so that a machine is one
 * mesh and one draw call whatever it is made of. Sizes in metres. The material's colour multiplies the shade.
 */
import { VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { CreateBox } from "@babylonjs/core/Meshes/Builders/boxBuilder.js";
import { CreateCylinder } from "@babylonjs/core/Meshes/Builders/cylinderBuilder.js";
import { CreateLathe } from "@babylonjs/core/Meshes/Builders/latheBuilder.js";
import { CreateSphere } from "@babylonjs/core/Meshes/Builders/sphereBuilder.js";
import { CreateTorus } from "@babylonjs/core/Meshes/Builders/torusBuilder.js";
import { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { Scene } from "@babylonjs/core/scene.js";

/** How bright a part is against its machine: 1 is the body. */
export const SHADE = { body: 1, light: 1.18, dark: 0.62, darkest: 0.42 } as const;

export type Axis = "x" | "y" | "z";
export type Point = readonly [x: number, y: number, z: number];

const ROUND = 28;

function shaded(mesh: Mesh, shade: number): Mesh {
  const colors = new Float32Array(mesh.getTotalVertices() * 4).fill(shade);
  for (let i = 3; i < colors.length; i += 4) colors[i] = 1;
  mesh.setVerticesData(VertexBuffer.ColorKind, colors);
  return mesh;
}

function turned(mesh: Mesh, axis: Axis): Mesh {
  if (axis === "x") mesh.rotation.z = Math.PI / 2;
  if (axis === "z") mesh.rotation.x = Math.PI / 2;
  return mesh;
}

function moved(mesh: Mesh, [x, y, z]: Point): Mesh {
  mesh.position.set(x, y, z);
  return mesh;
}

export class PartBuilder {
  readonly #scene: Scene;
  readonly #parts: Mesh[] = [];

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  box(at: Point, size: Point, shade: number = SHADE.body): this {
    return this.#add(moved(CreateBox("part", { width: size[0], height: size[1], depth: size[2] }, this.#scene), at), shade);
  }

  /** A cylinder around an axis, its middle at the point. `diameterTop` makes a cone. */
  cylinder(at: Point, axis: Axis, diameter: number, length: number, shade: number = SHADE.body, diameterTop = diameter): this {
    const mesh = CreateCylinder("part", { height: length, diameterBottom: diameter, diameterTop, tessellation: ROUND }, this.#scene);
    return this.#add(moved(turned(mesh, axis), at), shade);
  }

  /** A flange: a short wide disc. */
  flange(at: Point, axis: Axis, diameter: number, thickness: number): this {
    return this.cylinder(at, axis, diameter, thickness, SHADE.dark);
  }

  ring(at: Point, axis: Axis, diameter: number, thickness: number, shade: number = SHADE.dark): this {
    return this.#add(moved(turned(CreateTorus("part", { diameter, thickness, tessellation: ROUND }, this.#scene), axis), at), shade);
  }

  ball(at: Point, diameters: Point, shade: number = SHADE.body): this {
    const mesh = CreateSphere("part", { diameterX: diameters[0], diameterY: diameters[1], diameterZ: diameters[2], segments: 14 }, this.#scene);
    return this.#add(moved(mesh, at), shade);
  }

  /** A body of revolution around y from (radius, height) pairs, bottom to top. */
  lathe(profile: readonly (readonly [radius: number, y: number])[], shade: number = SHADE.body): this {
    const shape = profile.map(([radius, y]) => new Vector3(radius, y, 0));
    return this.#add(CreateLathe("part", { shape, tessellation: 48, closed: true, sideOrientation: Mesh.DOUBLESIDE }, this.#scene), shade);
  }

  /** All parts as one mesh. */
  build(name: string): Mesh {
    const merged = Mesh.MergeMeshes(this.#parts, true, true);
    if (!merged) throw new Error(`${name} has no parts`);
    merged.name = name;
    return merged;
  }

  #add(mesh: Mesh, shade: number): this {
    this.#parts.push(shaded(mesh, shade));
    return this;
  }
}
