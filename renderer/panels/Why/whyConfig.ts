/** What the Why panel looks at: a rule on an asset, and of which text. Kept with the layout, so it is checked when read. */
import type { OpenPanel } from "../../app/state/WindowServices.ts";

export interface WhyConfig {
  readonly rule: string;
  readonly asset: string;
  /** The text whose draft is meant while it differs from what runs. */
  readonly file?: string;
  /** Where a rule that does not run yet could be looked at. */
  readonly assets?: readonly string[];
}

/** How the panel is opened: the one that is there looks at this now. */
export function openWhy(config: WhyConfig): OpenPanel {
  return { config, title: "Why", key: "why" };
}

export function readWhyConfig(config: unknown): WhyConfig | undefined {
  if (typeof config !== "object" || config === null || !("rule" in config) || !("asset" in config)) return undefined;
  const { rule, asset } = config;
  if (typeof rule !== "string" || typeof asset !== "string") return undefined;
  const file = "file" in config && typeof config.file === "string" ? { file: config.file } : {};
  const assets = "assets" in config && Array.isArray(config.assets) ? { assets: config.assets.filter((id): id is string => typeof id === "string") } : {};
  return { rule, asset, ...file, ...assets };
}
