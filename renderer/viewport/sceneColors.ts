/** The theme's colours as the scene needs them. Bodies are neutral: hue is kept for alarms, runs and colouring by a value. */
import { Color3 } from "@babylonjs/core/Maths/math.color.js";
import type { Severity } from "../../shared/language/ir.ts";

export interface SceneColors {
  readonly isDark: boolean;
  readonly ground: Color3;
  readonly grid: Color3;
  readonly body: Color3;
  readonly glass: Color3;
  readonly liquid: Color3;
  readonly selection: Color3;
  readonly unknown: Color3;
  readonly alarm: Readonly<Record<Severity, Color3>>;
}

/** `#rrggbb` as linear-looking components 0..1; grey for anything else. */
function colour(text: string): Color3 {
  return /^#[0-9a-f]{6}$/i.test(text) ? Color3.FromHexString(text) : new Color3(0.5, 0.5, 0.5);
}

/** From custom properties by name, without the dashes. */
export function sceneColors(token: (name: string) => string): SceneColors {
  const ground = colour(token("ground"));
  const isDark = ground.r + ground.g + ground.b < 1.5;
  return {
    isDark, ground, grid: colour(token("line")),
    body: isDark ? new Color3(0.55, 0.58, 0.61) : new Color3(0.62, 0.65, 0.68),
    glass: isDark ? new Color3(0.07, 0.085, 0.1) : new Color3(0.3, 0.34, 0.38),
    liquid: isDark ? new Color3(0.84, 0.87, 0.9) : new Color3(0.94, 0.96, 0.98),
    selection: colour(token("accent")), unknown: colour(token("hatch")),
    alarm: { critical: colour(token("critical")), high: colour(token("high")), medium: colour(token("medium")), low: colour(token("low")) },
  };
}
