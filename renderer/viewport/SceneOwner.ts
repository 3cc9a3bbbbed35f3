/**
 * Owns the engine, the scene, the eye and the extensions, and draws a frame only when one is asked for. Everything that is
 * seen is an extension's; everything that is asked of the scene from outside goes through here.
 */
import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { Scene } from "@babylonjs/core/scene.js";
import { Store } from "../app/state/Store.ts";
import type { Workbench } from "../app/state/Workbench.ts";
import { AlarmsAtCursor } from "./AlarmsAtCursor.ts";
import { BodyRegistry } from "./BodyRegistry.ts";
import { CameraRig } from "./CameraRig.ts";
import { alarmExtension } from "./extensions/AlarmExtension.ts";
import { assetsExtension } from "./extensions/AssetsExtension.ts";
import { ColouringExtension } from "./extensions/ColouringExtension.ts";
import { EditExtension, type EditOptions } from "./extensions/EditExtension.ts";
import { groundExtension } from "./extensions/GroundExtension.ts";
import { LabelsExtension, type LabelOptions } from "./extensions/LabelsExtension.ts";
import { levelExtension } from "./extensions/LevelExtension.ts";
import { ModelsExtension } from "./extensions/ModelsExtension.ts";
import { selectionExtension } from "./extensions/SelectionExtension.ts";
import type { Colouring } from "./colour/colouring.ts";
import { DifferenceValues } from "./colour/DifferenceValues.ts";
import { readPick } from "./pointer.ts";
import type { SceneColors } from "./sceneColors.ts";
import type { SceneContext, SceneExtension } from "./SceneExtension.ts";

export interface SceneOptions {
  readonly engine: AbstractEngine;
  readonly workbench: Workbench;
  readonly panel: string;
  readonly colors: SceneColors;
  readonly colouring: Store<Colouring>;
  readonly edit: EditOptions;
  /** Absent where there is no page to put labels on. */
  readonly labels?: LabelOptions;
  /** Calls back before the next frame of the screen; returns how to call it off. */
  readonly nextFrame: (callback: () => void) => () => void;
}

/** Shaders compile beside us: until everything can be drawn, it is drawn again this often, this many times. */
const NOT_READY_MS = 60;
const NOT_READY_TRIES = 200;

export class SceneOwner {
  readonly scene: Scene;
  readonly rig: CameraRig;
  readonly hovered = new Store<string | undefined>(undefined);
  readonly colouring: ColouringExtension;
  readonly models: ModelsExtension;
  readonly edit: EditExtension;
  readonly labels: LabelsExtension | undefined;
  readonly bodies: SceneContext["bodies"];
  /** As they stood at the time cursor. */
  readonly alarms: SceneContext["alarms"];
  readonly differences: SceneContext["differences"];
  readonly #engine: AbstractEngine;
  readonly #colors: Store<SceneColors>;
  readonly #nextFrame: SceneOptions["nextFrame"];
  readonly #extensions: SceneExtension[] = [];
  #callOff: (() => void) | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  /** Frames drawn since the start; an idle scene draws none. */
  frames = 0;

  constructor({ engine, workbench, panel, colors, colouring, edit, labels, nextFrame }: SceneOptions) {
    this.#engine = engine;
    this.#nextFrame = nextFrame;
    this.scene = new Scene(engine, { useGeometryUniqueIdsMap: true });
    this.scene.skipPointerMovePicking = true;
    this.rig = new CameraRig(this.scene);
    this.#colors = new Store(colors);
    const registry = new BodyRegistry();
    this.bodies = registry.bodies;
    const alarms = new AlarmsAtCursor(workbench);
    this.alarms = alarms;
    this.differences = new DifferenceValues(workbench, colouring);
    const context: SceneContext = { scene: this.scene, camera: this.rig.camera, workbench, panel, bodies: registry.bodies, alarms, colors: this.#colors, differences: this.differences, hovered: this.hovered, requestRender: () => this.requestRender() };
    const add = <E extends SceneExtension>(extension: E): E => {
      this.#extensions.push(extension);
      return extension;
    };
    add(alarms);
    add(this.differences);
    add(groundExtension(context));
    add(assetsExtension(context, registry));
    this.models = add(new ModelsExtension(context, registry));
    add(levelExtension(context));
    add(alarmExtension(context));
    this.colouring = add(new ColouringExtension(context, colouring));
    add(selectionExtension(context));
    this.edit = add(new EditExtension(context, edit));
    this.labels = labels && add(new LabelsExtension(context, labels));
  }

  requestRender(): void {
    this.#callOff ??= this.#nextFrame(() => {
      this.#callOff = undefined;
      this.#render();
    });
  }

  setColors(colors: SceneColors): void {
    this.#colors.set(colors);
  }

  /** Frames the chosen assets; everything where none is chosen, or none of them stands here. */
  frame(assets: readonly string[]): void {
    const meshes = assets.flatMap((asset) => this.bodies.value.get(asset) ?? []).flatMap((body) => [...body.meshes]);
    this.rig.frame(meshes.length > 0 ? meshes : this.scene.meshes.filter((mesh) => mesh.isEnabled() && mesh.getTotalVertices() > 0 && readPick(mesh.metadata) !== undefined));
    this.requestRender();
  }

  resize(): void {
    this.#engine.resize();
    this.requestRender();
  }

  dispose(): void {
    this.#callOff?.();
    clearTimeout(this.#retry);
    for (const extension of this.#extensions.reverse()) extension.dispose();
    this.scene.dispose();
    this.#engine.dispose();
  }

  #render(): void {
    this.scene.render();
    this.frames += 1;
    if (this.rig.isGliding) this.requestRender();
    if (this.scene.isReady(false)) this.#tries = 0;
    else if (this.#tries < NOT_READY_TRIES) {
      this.#tries += 1;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.requestRender(), NOT_READY_MS);
    }
  }
}
