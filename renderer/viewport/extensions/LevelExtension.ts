/** What stands in tanks: four sight glasses around each, filled as high as the level's signal says at the time cursor. Neutral, because a level is no alarm. */
import { CreateBox } from "@babylonjs/core/Meshes/Builders/boxBuilder.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import { signalsOfAsset, type Signal } from "../../../shared/model/signals.ts";
import { tankFillRange } from "../geometry/shapes.ts";
import { flat, hatched } from "../materials.ts";
import { endAll, type AssetBody, type SceneContext, type SceneExtension } from "../SceneExtension.ts";

const SIDES = 4;
/** Share of the tank's width that a glass is wide, and how far it stands out of the shell, metres. */
const WIDTH_SHARE = 0.055;
const OUT_M = 0.06;
/** Changes of the fill below this are not drawn anew. */
const STEP_SHARE = 0.002;

interface Gauge {
  readonly signal: Signal;
  readonly fills: readonly Mesh[];
  readonly glasses: readonly Mesh[];
  readonly bottom: number;
  readonly range: number;
  shown: number;
}

/** How full a tank is, 0..1, from a level and the signal's limits, or the tank's own height where it has none; NaN where unknown. */
export function fillShare(level: number, signal: Pick<Signal, "limits">, tankHeightM: number): number {
  const low = signal.limits?.low ?? 0;
  const high = signal.limits?.high ?? tankHeightM;
  return high > low ? Math.min(1, Math.max(0, (level - low) / (high - low))) : Number.NaN;
}

export function levelExtension(context: SceneContext): SceneExtension {
  const { scene, workbench, bodies, colors, requestRender } = context;
  const glass = flat(scene, "glass", colors.value.glass);
  const liquid = flat(scene, "liquid", colors.value.liquid);
  const unknown = hatched(scene, "level unknown", colors.value.unknown);
  let gauges: Gauge[] = [];
  let endValues: () => void = () => undefined;

  const make = (body: AssetBody, signal: Signal, size: readonly [number, number, number]): Gauge => {
    const { bottom, top } = tankFillRange(size[1]);
    const width = size[0] * WIDTH_SHARE;
    const glasses: Mesh[] = [];
    const fills: Mesh[] = [];
    for (let side = 0; side < SIDES; side += 1) {
      const angle = ((side + 0.5) * 2 * Math.PI) / SIDES;
      const radius = size[0] / 2 - 0.02;
      const strip = (name: string, wide: number, out: number): Mesh => {
        const mesh = CreateBox(name, { width: wide, height: 1, depth: OUT_M }, scene);
        mesh.parent = body.root;
        mesh.rotation.y = Math.PI / 2 - angle;
        mesh.position.set(Math.cos(angle) * (radius + out), 0, Math.sin(angle) * (radius + out));
        mesh.metadata = { assetId: body.assetId };
        return mesh;
      };
      const back = strip("sight glass", width, OUT_M / 2);
      back.scaling.y = top - bottom;
      back.position.y = (top + bottom) / 2;
      back.material = glass;
      glasses.push(back);
      const fill = strip("level", width * 0.7, OUT_M * 0.9);
      fill.material = liquid;
      fills.push(fill);
    }
    return { signal, fills, glasses, bottom, range: top - bottom, shown: Number.NaN };
  };
  const show = (gauge: Gauge, tankHeightM: number): void => {
    const value = workbench.values.get(gauge.signal.id);
    const known = value !== undefined && !value.isUnknown;
    const share = known ? fillShare(value.value, gauge.signal, tankHeightM) : Number.NaN;
    if (Math.abs(share - gauge.shown) < STEP_SHARE || (Number.isNaN(share) && gauge.shown === -1)) return;
    gauge.shown = Number.isNaN(share) ? -1 : share;
    const height = gauge.range * (Number.isNaN(share) ? 1 : Math.max(0.004, share));
    for (const fill of gauge.fills) {
      fill.material = Number.isNaN(share) ? unknown : liquid;
      fill.scaling.y = height;
      fill.position.y = gauge.bottom + height / 2;
    }
    requestRender();
  };
  const clear = (): void => {
    endValues();
    for (const gauge of gauges) for (const mesh of [...gauge.fills, ...gauge.glasses]) mesh.dispose();
    gauges = [];
  };
  const rebuild = (): void => {
    clear();
    const project = workbench.project.value;
    const heights = new Map<Gauge, number>();
    for (const [assetId, [body]] of bodies.value) {
      const look = project.types[project.assets[assetId]?.type ?? ""]?.look;
      const signal = look?.shape === "tank" ? signalsOfAsset(project, assetId).find(({ name }) => name === look.levelSignal) : undefined;
      if (!body?.isGenerated || !look || !signal) continue;
      const gauge = make(body, signal, look.size);
      heights.set(gauge, look.size[1]);
      gauges.push(gauge);
    }
    const refresh = (): void => {
      for (const [gauge, height] of heights) show(gauge, height);
    };
    endValues = workbench.values.watch(gauges.map(({ signal }) => signal.id), refresh);
    refresh();
    requestRender();
  };
  const end = endAll([bodies.subscribe(rebuild), colors.subscribe(() => {
    glass.emissiveColor = colors.value.glass;
    liquid.emissiveColor = colors.value.liquid;
    requestRender();
  })]);
  rebuild();
  return {
    dispose: () => {
      end();
      clear();
      for (const material of [glass, liquid, unknown]) material.dispose();
    },
  };
}
