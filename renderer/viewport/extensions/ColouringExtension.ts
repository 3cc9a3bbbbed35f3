/**
 * Colours bodies: by a signal or by how far two courses of it are apart, on one scale for all with a legend; unknown hatched. Without
 * colouring bodies are neutral, and those with an alarm carry its hue.
 */
import type { Material } from "@babylonjs/core/Materials/material.js";
import type { StandardMaterial } from "@babylonjs/core/Materials/standardMaterial.js";
import { Color3 } from "@babylonjs/core/Maths/math.color.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import { Store } from "../../app/state/Store.ts";
import { isAcknowledged, worstByAsset } from "../../widgets/facts/alarmOrder.ts";
import type { Colouring } from "../colour/colouring.ts";
import { colouringSignals } from "../colour/colouring.ts";
import { niceRange, scaleColour, type ColourRange } from "../colour/colourScale.ts";
import { hatched, paint } from "../materials.ts";
import { endAll, type SceneContext, type SceneExtension } from "../SceneExtension.ts";
import type { Signal } from "../../../shared/model/signals.ts";

/** What the legend says. */
export interface Legend {
  readonly colouring: Exclude<Colouring, { readonly by: "nothing" }>;
  /** Of a difference: the courses that are compared. */
  readonly sides?: { readonly of: string; readonly from: string };
  readonly unit: string | undefined;
  readonly range: ColourRange | undefined;
  readonly known: number;
  readonly unknown: number;
  /** Why there is nothing to colour by. */
  readonly note?: string;
}

/** Share of an alarm's hue in a body: seen from afar, still a body. */
const ALARM_SHARE = { active: 0.72, acknowledged: 0.4 } as const;

export class ColouringExtension implements SceneExtension {
  readonly legend = new Store<Legend | undefined>(undefined);
  readonly #context: SceneContext;
  readonly #colouring: Store<Colouring>;
  readonly #hatch: StandardMaterial;
  readonly #own = new Map<string, StandardMaterial>();
  readonly #neutral = new WeakMap<AbstractMesh, Material>();
  readonly #end: () => void;
  #range: ColourRange | undefined;
  /** Something looks different since the last frame was asked for. */
  #isChanged = false;
  #signals: ReadonlyMap<string, Signal> = new Map();
  #endValues: () => void = () => undefined;

  constructor(context: SceneContext, colouring: Store<Colouring>) {
    this.#context = context;
    this.#colouring = colouring;
    const { workbench, alarms, bodies, colors, differences } = context;
    this.#hatch = hatched(context.scene, "unknown", colors.value.unknown);
    const follow = (): void => this.#follow();
    this.#end = endAll([colouring.subscribe(follow), bodies.subscribe(follow), workbench.shown.subscribe(follow), alarms.subscribe(() => this.#colour()), colors.subscribe(() => this.#colour()), differences.values.subscribe(() => this.#colour())]);
    follow();
  }

  dispose(): void {
    this.#end();
    this.#endValues();
    for (const material of this.#own.values()) material.dispose();
    this.#hatch.dispose(false, true);
  }

  /** Watches the signals that the colouring asks for. */
  #follow(): void {
    const { workbench, bodies, differences } = this.#context;
    const colouring = this.#colouring.value;
    this.#endValues();
    this.#endValues = () => undefined;
    this.#range = undefined;
    this.#signals = colouring.by === "nothing" ? new Map() : colouringSignals(workbench.project.value, bodies.value.keys(), colouring.name);
    differences.watch(colouring.by === "difference" ? this.#signals : new Map());
    if (colouring.by === "signal") this.#endValues = workbench.values.watch([...this.#signals.values()].map(({ id }) => id), () => this.#colour());
    this.#colour();
  }

  /** Of a difference its size: which way it goes stands on the label. */
  #valueOf(asset: string, signal: Signal): number {
    if (this.#colouring.value.by === "difference") return Math.abs(this.#context.differences.values.value.get(asset)?.value ?? Number.NaN);
    const value = this.#context.workbench.values.get(signal.id);
    return value && !value.isUnknown ? value.value : Number.NaN;
  }

  #colour(): void {
    const colouring = this.#colouring.value;
    const { bodies, requestRender } = this.#context;
    const values = new Map([...this.#signals].map(([asset, signal]) => [asset, this.#valueOf(asset, signal)]));
    this.#range = niceRange([...values.values()], this.#range, colouring.by === "difference");
    const alarmed = colouring.by === "nothing" ? this.#alarmColours() : new Map<string, Color3>();
    for (const [asset, ofAsset] of bodies.value) {
      const value = values.get(asset);
      const colour = value === undefined ? alarmed.get(asset) : this.#scaled(value);
      const material = value !== undefined && Number.isNaN(value) ? this.#hatch : colour && this.#materialFor(asset, colour);
      for (const body of ofAsset) for (const mesh of body.meshes) this.#wear(mesh, material);
    }
    this.#tellLegend(values);
    if (this.#isChanged) requestRender();
    this.#isChanged = false;
  }

  #scaled(value: number): Color3 | undefined {
    if (!this.#range || Number.isNaN(value)) return undefined;
    const [r, g, b] = scaleColour((value - this.#range.min) / (this.#range.max - this.#range.min));
    return new Color3(r / 255, g / 255, b / 255);
  }

  /** Only the asset's own alarms: what it is part of shows them in the tree. */
  #alarmColours(): Map<string, Color3> {
    const { workbench, alarms, colors } = this.#context;
    const project = workbench.project.value;
    const worst = worstByAsset(project, alarms.value);
    const result = new Map<string, Color3>();
    for (const [asset, alarm] of worst) {
      if (alarm.assetId !== asset || alarm.state === "ended") continue;
      result.set(asset, Color3.Lerp(colors.value.body, colors.value.alarm[alarm.severity], isAcknowledged(alarm) ? ALARM_SHARE.acknowledged : ALARM_SHARE.active));
    }
    return result;
  }

  #materialFor(asset: string, colour: Color3): StandardMaterial {
    let material = this.#own.get(asset);
    if (!material) this.#own.set(asset, (material = paint(this.#context.scene, `colour ${asset}`, colour)));
    if (!material.diffuseColor.equals(colour)) this.#isChanged = true;
    material.diffuseColor = colour;
    return material;
  }

  /** Puts a material on, or the mesh's own again. */
  #wear(mesh: AbstractMesh, material: Material | undefined): void {
    if (mesh.material && !this.#neutral.has(mesh)) this.#neutral.set(mesh, mesh.material);
    const next = material ?? this.#neutral.get(mesh);
    if (!next || mesh.material === next) return;
    mesh.material = next;
    this.#isChanged = true;
  }

  #tellLegend(values: ReadonlyMap<string, number>): void {
    const colouring = this.#colouring.value;
    if (colouring.by === "nothing") return this.legend.set(undefined);
    const known = [...values.values()].filter((value) => !Number.isNaN(value)).length;
    const [first] = this.#signals.values();
    const note = colouring.by === "difference" ? this.#context.differences.note : values.size === 0 ? `No asset in the scene has a signal ${colouring.name}.` : undefined;
    const { sides } = this.#context.differences;
    const next: Legend = { colouring, ...(sides && { sides }), unit: first?.unit, range: this.#range, known, unknown: values.size - known, ...(note !== undefined && { note }) };
    if (JSON.stringify(next) !== JSON.stringify(this.legend.value)) this.legend.set(next);
  }
}
