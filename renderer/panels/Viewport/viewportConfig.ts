/** What a viewport remembers in the layout: what colours it, whether labels are shown, and where the eye stands. */
import { NO_COLOURING, readColouring, type Colouring } from "../../viewport/colour/colouring.ts";
import type { CameraPose } from "../../viewport/CameraRig.ts";

export interface ViewportConfig {
  readonly colouring: Colouring;
  readonly showLabels: boolean;
  readonly showTable: boolean;
  readonly pose?: CameraPose;
}

function readPose(value: unknown): CameraPose | undefined {
  if (typeof value !== "object" || value === null || !("alpha" in value) || !("beta" in value) || !("radius" in value) || !("target" in value)) return undefined;
  const { alpha, beta, radius, target } = value;
  if (typeof alpha !== "number" || typeof beta !== "number" || typeof radius !== "number" || !Array.isArray(target)) return undefined;
  const [x, y, z]: readonly unknown[] = target;
  return typeof x === "number" && typeof y === "number" && typeof z === "number" && [alpha, beta, radius, x, y, z].every(Number.isFinite) ? { alpha, beta, radius, target: [x, y, z] } : undefined;
}

export function readViewportConfig(config: unknown): ViewportConfig {
  const given = typeof config === "object" && config !== null ? config : {};
  const pose = "pose" in given ? readPose(given.pose) : undefined;
  return {
    colouring: "colouring" in given ? readColouring(given.colouring) : NO_COLOURING,
    showLabels: !("showLabels" in given) || given.showLabels !== false,
    showTable: "showTable" in given && given.showTable === true,
    ...(pose && { pose }),
  };
}
