/** The eye: orbit, pan and zoom by pointer and keys, named views, and framing of what is chosen. Tells when it has to be drawn. */
import { ArcRotateCamera } from "@babylonjs/core/Cameras/arcRotateCamera.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { Scene } from "@babylonjs/core/scene.js";

export type ViewName = "corner" | "front" | "top" | "side";

/** Angles about the vertical and from it, radians. x is right, z away: the front looks along +z. */
const VIEWS: Readonly<Record<ViewName, { readonly alpha: number; readonly beta: number }>> = {
  corner: { alpha: -Math.PI / 2 - 0.42, beta: 1.08 },
  front: { alpha: -Math.PI / 2, beta: 1.45 },
  top: { alpha: -Math.PI / 2, beta: 0.01 },
  side: { alpha: Math.PI, beta: 1.35 },
};

export interface CameraPose {
  readonly alpha: number;
  readonly beta: number;
  readonly radius: number;
  readonly target: readonly [number, number, number];
}

const NEAREST_M = 0.6;
const FARTHEST_M = 400;
/** Air around what is framed. */
const MARGIN = 1.1;
const CENTRING_TRIES = 4;
const ORBIT_STEP = 0.12;
const ZOOM_STEP = 0.85;

export class CameraRig {
  readonly camera: ArcRotateCamera;

  constructor(scene: Scene) {
    const { alpha, beta } = VIEWS.corner;
    const camera = new ArcRotateCamera("eye", alpha, beta, 24, Vector3.Zero(), scene);
    camera.fov = 0.7;
    camera.minZ = 0.1;
    camera.maxZ = 3 * FARTHEST_M;
    camera.lowerRadiusLimit = NEAREST_M;
    camera.upperRadiusLimit = FARTHEST_M;
    camera.lowerBetaLimit = 0.01;
    camera.upperBetaLimit = Math.PI / 2 - 0.01;
    camera.wheelDeltaPercentage = 0.012;
    camera.panningInertia = 0.6;
    camera.inertia = 0.6;
    // Keys are the panel's: the same arrows move assets while editing.
    camera.inputs.removeByType("ArcRotateCameraKeyboardMoveInput");
    this.camera = camera;
  }

  /** Whether it still glides after the pointer let go. */
  get isGliding(): boolean {
    const { inertialAlphaOffset, inertialBetaOffset, inertialRadiusOffset, inertialPanningX, inertialPanningY } = this.camera;
    return inertialAlphaOffset !== 0 || inertialBetaOffset !== 0 || inertialRadiusOffset !== 0 || inertialPanningX !== 0 || inertialPanningY !== 0;
  }

  get pose(): CameraPose {
    const { alpha, beta, radius, target } = this.camera;
    return { alpha, beta, radius, target: [target.x, target.y, target.z] };
  }

  set pose(pose: CameraPose) {
    Object.assign(this.camera, { alpha: pose.alpha, beta: pose.beta, radius: pose.radius });
    this.camera.setTarget(new Vector3(...pose.target), false, false, true);
  }

  look(view: ViewName): void {
    Object.assign(this.camera, VIEWS[view]);
  }

  /** Moves so that all of the meshes are seen; the direction stays. Nothing happens without meshes. */
  frame(meshes: readonly AbstractMesh[]): void {
    if (meshes.length === 0) return;
    const low = new Vector3(Infinity, Infinity, Infinity);
    const high = low.scale(-1);
    const corners: Vector3[] = [];
    for (const mesh of meshes) {
      mesh.computeWorldMatrix(true);
      const { minimumWorld, maximumWorld, vectorsWorld } = mesh.getBoundingInfo().boundingBox;
      low.minimizeInPlace(minimumWorld);
      high.maximizeInPlace(maximumWorld);
      corners.push(...vectorsWorld);
    }
    this.#stand(corners, low.add(high).scale(0.5));
  }

  orbit(right: number, up: number): void {
    this.camera.alpha -= right * ORBIT_STEP;
    this.camera.beta = Math.min(this.camera.upperBetaLimit ?? Math.PI, Math.max(0.01, this.camera.beta - up * ORBIT_STEP));
  }

  /** Moves sideways by a share of the distance. */
  pan(right: number, up: number): void {
    const step = this.camera.radius * 0.06;
    const sideways = this.camera.getDirection(Vector3.Right()).scale(right * step);
    const upwards = this.camera.getDirection(Vector3.Up()).scale(up * step);
    this.camera.target.addInPlace(sideways).addInPlace(upwards);
  }

  zoom(inwards: boolean): void {
    this.camera.radius = Math.min(FARTHEST_M, Math.max(NEAREST_M, this.camera.radius * (inwards ? ZOOM_STEP : 1 / ZOOM_STEP)));
  }

  /** Finds the target and distance that show every corner, in the middle of the view: near things look larger, so it takes a few tries. */
  #stand(corners: readonly Vector3[], start: Vector3): void {
    this.camera.computeWorldMatrix();
    const forward = this.camera.getDirection(Vector3.Forward());
    const right = this.camera.getDirection(Vector3.Right());
    const up = this.camera.getDirection(Vector3.Up());
    const engine = this.camera.getEngine();
    const tanUp = Math.tan(this.camera.fov / 2);
    const tanRight = tanUp * (engine.getRenderWidth() / Math.max(1, engine.getRenderHeight()) || 1);
    const target = start.clone();
    let distance = 0;
    for (let attempt = 0; attempt < CENTRING_TRIES; attempt += 1) {
      const seen = corners.map((corner) => {
        const from = corner.subtract(target);
        return { x: Vector3.Dot(from, right) / tanRight, y: Vector3.Dot(from, up) / tanUp, deep: Vector3.Dot(from, forward) };
      });
      distance = Math.max(0.1, ...seen.map(({ x, y, deep }) => Math.max(Math.abs(x), Math.abs(y)) - deep));
      const middle = (part: "x" | "y"): number => {
        const shares = seen.map((one) => one[part] / (distance + one.deep));
        return (Math.max(...shares) + Math.min(...shares)) / 2;
      };
      target.addInPlace(right.scale(middle("x") * distance * tanRight)).addInPlace(up.scale(middle("y") * distance * tanUp));
    }
    this.camera.setTarget(target, false, false, true);
    this.camera.radius = Math.min(FARTHEST_M, Math.max(NEAREST_M, distance * MARGIN + 0.3));
  }
}
