/** Moving and turning assets in the scene while editing is on: arrows and a ring on the chosen asset, in whole steps; a drag is one undoable change. */
import { PositionGizmo } from "@babylonjs/core/Gizmos/positionGizmo.js";
import { RotationGizmo } from "@babylonjs/core/Gizmos/rotationGizmo.js";
import { UtilityLayerRenderer } from "@babylonjs/core/Rendering/utilityLayerRenderer.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Placement } from "../../../shared/model/project.ts";
import type { Store } from "../../app/state/Store.ts";
import { placedAssets, SNAP, snapped } from "../placements.ts";
import { endAll, type SceneContext, type SceneExtension } from "../SceneExtension.ts";
import { place } from "./AssetsExtension.ts";

export interface EditOptions {
  readonly isEditing: Store<boolean>;
  /** Writes new placements as one change. */
  readonly commit: (label: string, placements: ReadonlyMap<string, Placement>) => void;
}

interface Gizmos {
  readonly layer: UtilityLayerRenderer;
  readonly move: PositionGizmo;
  readonly turn: RotationGizmo;
}

export class EditExtension implements SceneExtension {
  readonly #context: SceneContext;
  readonly #options: EditOptions;
  readonly #end: () => void;
  #gizmos: Gizmos | undefined;

  constructor(context: SceneContext, options: EditOptions) {
    this.#context = context;
    this.#options = options;
    const show = (): void => this.#show();
    this.#end = endAll([options.isEditing.subscribe(show), context.workbench.selection.subscribe(show), context.bodies.subscribe(show)]);
    show();
  }

  dispose(): void {
    this.#end();
    this.#clear();
  }

  /** Moves and turns what is chosen by whole steps: the keyboard's way. */
  nudge(steps: { readonly x?: number; readonly y?: number; readonly z?: number; readonly turn?: number }): void {
    const chosen = this.#chosen();
    const moved = new Map<string, Placement>();
    for (const [asset, { position, rotationDeg, scale }] of chosen) {
      const by = (at: number | undefined, step: number | undefined): number => (at ?? 0) + (step ?? 0) * SNAP.moveM;
      moved.set(asset, snapped({ position: [by(position[0], steps.x), by(position[1], steps.y), by(position[2], steps.z)], rotationDeg: rotationDeg + (steps.turn ?? 0) * SNAP.turnDeg, scale }, false));
    }
    if (moved.size > 0) this.#options.commit(steps.turn === undefined ? "Move in the scene" : "Turn in the scene", moved);
  }

  /** Chosen assets that stand in the scene, with their places. */
  #chosen(): Map<string, Placement> {
    const { workbench, bodies } = this.#context;
    const placed = placedAssets(workbench.project.value);
    return new Map(workbench.selection.value.assets.flatMap((asset) => {
      const placement = placed.get(asset);
      return placement && bodies.value.get(asset)?.[0]?.isGenerated ? [[asset, placement] as const] : [];
    }));
  }

  #show(): void {
    const [first] = this.#options.isEditing.value ? this.#chosen().keys() : [];
    const body = first === undefined ? undefined : this.#context.bodies.value.get(first)?.[0];
    if (!body) return this.#clear();
    const { move, turn } = (this.#gizmos ??= this.#make());
    move.attachedNode = body.root;
    turn.attachedNode = body.root;
    this.#context.requestRender();
  }

  #make(): Gizmos {
    const layer = new UtilityLayerRenderer(this.#context.scene);
    const move = new PositionGizmo(layer);
    const turn = new RotationGizmo(layer, undefined, true);
    move.snapDistance = SNAP.moveM;
    move.scaleRatio = 0.9;
    turn.snapDistance = (SNAP.turnDeg * Math.PI) / 180;
    turn.updateGizmoRotationToMatchAttachedMesh = false;
    turn.xGizmo.isEnabled = false;
    turn.zGizmo.isEnabled = false;
    // Steel like the selection: red, green and blue are kept for what is abnormal.
    for (const handle of [move.xGizmo, move.yGizmo, move.zGizmo, turn.yGizmo]) {
      handle.coloredMaterial.diffuseColor = handle.coloredMaterial.emissiveColor = this.#context.colors.value.selection;
    }
    for (const gizmo of [move, turn]) {
      gizmo.onDragObservable.add(() => this.#context.requestRender());
      gizmo.onDragEndObservable.add(() => this.#finish(gizmo === move ? "Move" : "Turn"));
    }
    return { layer, move, turn };
  }

  /** Reads where the asset was dragged to; what else is chosen goes along. */
  #finish(verb: string): void {
    const chosen = this.#chosen();
    const [first] = chosen;
    const root = first && this.#context.bodies.value.get(first[0])?.[0]?.root;
    if (!first || !root) return;
    const [asset, before] = first;
    const after = snapped(placementOf(root, before.scale), false);
    const moved = new Map<string, Placement>([[asset, after]]);
    for (const [other, placement] of chosen) {
      if (other === asset) continue;
      const position = placement.position.map((at, i) => at + (after.position[i] ?? 0) - (before.position[i] ?? 0));
      moved.set(other, snapped({ position: [position[0] ?? 0, position[1] ?? 0, position[2] ?? 0], rotationDeg: placement.rotationDeg + after.rotationDeg - before.rotationDeg, scale: placement.scale }, true));
    }
    place(root, after);
    const name = this.#context.workbench.project.value.assets[asset]?.name ?? "asset";
    this.#options.commit(chosen.size > 1 ? `${verb} ${chosen.size} assets` : `${verb} ${name}`, moved);
  }

  #clear(): void {
    this.#gizmos?.move.dispose();
    this.#gizmos?.turn.dispose();
    this.#gizmos?.layer.dispose();
    if (this.#gizmos) this.#context.requestRender();
    this.#gizmos = undefined;
  }
}

/** A root's place as the project keeps it. */
function placementOf(root: TransformNode, scale: number): Placement {
  const { x, y, z } = root.position;
  const turn = root.rotationQuaternion?.toEulerAngles().y ?? root.rotation.y;
  return { position: [x, y, z], rotationDeg: (turn * 180) / Math.PI, scale };
}
