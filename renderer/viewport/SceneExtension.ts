/**
 * One job in the scene, with its own subscriptions and its own end. The owner gives each the same context and disposes them
 * in reverse order; extensions meet only in what the context holds.
 */
import type { Camera } from "@babylonjs/core/Cameras/camera.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Scene } from "@babylonjs/core/scene.js";
import type { Alarm } from "../../shared/contract/rules.ts";
import type { Readable, Store } from "../app/state/Store.ts";
import type { Workbench } from "../app/state/Workbench.ts";
import type { DifferenceValues } from "./colour/DifferenceValues.ts";
import type { SceneColors } from "./sceneColors.ts";

/** What stands in the scene for one asset. */
export interface AssetBody {
  readonly assetId: string;
  readonly root: TransformNode;
  /** Meshes that carry its colour and are picked. */
  readonly meshes: readonly AbstractMesh[];
  /** Where its label points to, metres above the root. */
  readonly heightM: number;
  /** Half of its larger horizontal extent, for rings on the ground. */
  readonly radiusM: number;
  /** Generated here; false for nodes of an engineer's model. */
  readonly isGenerated: boolean;
}

export interface SceneContext {
  readonly scene: Scene;
  readonly camera: Camera;
  readonly workbench: Workbench;
  /** Id of the panel, for `Selection.madeIn`. */
  readonly panel: string;
  /** Everything that stands for an asset now. */
  readonly bodies: Store<ReadonlyMap<string, readonly AssetBody[]>>;
  /** Alarms as they stood at the time cursor. */
  readonly alarms: Readable<readonly Alarm[]>;
  readonly colors: Store<SceneColors>;
  /** How far what is compared is apart, where the scene is coloured by that. */
  readonly differences: DifferenceValues;
  /** Asset under the pointer. */
  readonly hovered: Store<string | undefined>;
  /** Draws one frame soon. Nothing is drawn without it. */
  readonly requestRender: () => void;
}

export interface SceneExtension {
  readonly dispose: () => void;
}

/** Several ends as one. */
export function endAll(ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of ends) end();
  };
}
