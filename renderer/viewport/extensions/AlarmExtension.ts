/** Rings on the ground around assets with an alarm, in its priority's hue, doubled while nobody has acknowledged it. The mark and the word stand on the label. */
import { CreateTorus } from "@babylonjs/core/Meshes/Builders/torusBuilder.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { StandardMaterial } from "@babylonjs/core/Materials/standardMaterial.js";
import type { Severity } from "../../../shared/language/ir.ts";
import { isAcknowledged, worstByAsset } from "../../widgets/facts/alarmOrder.ts";
import { flat } from "../materials.ts";
import { endAll, type AssetBody, type SceneContext, type SceneExtension } from "../SceneExtension.ts";

const RING_M = 0.06;
/** Diameters against the body's, inside and outside the selection's ring. */
const RINGS = [2.4, 2.65] as const;

/** An asset with rings, and what they look like. */
interface Ringed {
  readonly asset: string;
  readonly severity: Severity;
  readonly isAcknowledged: boolean;
}

export function alarmExtension({ scene, workbench, alarms, bodies, colors, requestRender }: SceneContext): SceneExtension {
  const materials = new Map<Severity, StandardMaterial>();
  const rings: Mesh[] = [];
  const materialOf = (severity: Severity): StandardMaterial => {
    let material = materials.get(severity);
    if (!material) materials.set(severity, (material = flat(scene, `alarm ${severity}`, colors.value.alarm[severity])));
    material.emissiveColor = colors.value.alarm[severity];
    return material;
  };
  const ring = (body: AssetBody, severity: Severity, share: number): void => {
    const mesh = CreateTorus("alarm ring", { diameter: share * body.radiusM, thickness: RING_M, tessellation: 56 }, scene);
    mesh.parent = body.root;
    mesh.position.y = 0.02;
    mesh.scaling.y = 0.2;
    mesh.material = materialOf(severity);
    mesh.isPickable = false;
    rings.push(mesh);
  };
  const wanted = (): readonly Ringed[] => [...worstByAsset(workbench.project.value, alarms.value)].flatMap(([asset, alarm]) =>
    alarm.assetId !== asset || alarm.state === "ended" ? [] : [{ asset, severity: alarm.severity, isAcknowledged: isAcknowledged(alarm) }]);
  let shown = "";
  const show = (ringed: readonly Ringed[]): void => {
    shown = JSON.stringify(ringed);
    for (const mesh of rings.splice(0)) mesh.dispose();
    for (const { asset, severity, isAcknowledged: isSeen } of ringed) {
      for (const body of bodies.value.get(asset) ?? []) for (const share of isSeen ? RINGS.slice(0, 1) : RINGS) ring(body, severity, share);
    }
    requestRender();
  };
  const showAnew = (): void => show(wanted());
  // In a flood most alarms are not the worst of their asset: the rings stay as they are.
  const showChanged = (): void => {
    const ringed = wanted();
    if (JSON.stringify(ringed) !== shown) show(ringed);
  };
  const end = endAll([alarms.subscribe(showChanged), bodies.subscribe(showAnew), colors.subscribe(showAnew)]);
  showAnew();
  return {
    dispose: () => {
      end();
      for (const mesh of rings) mesh.dispose();
      for (const material of materials.values()) material.dispose();
    },
  };
}
