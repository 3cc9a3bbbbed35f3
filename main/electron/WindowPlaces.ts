/** Where windows stood, kept in a small file of the user's; a place that is on no screen any more is not used. */
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Rectangle } from "electron";
import { z } from "zod";
import { atomicWrite } from "../engine/project/index.ts";

const MAX_KEPT = 50;
const DEFAULT_WIDTH_PX = 1440;
const DEFAULT_HEIGHT_PX = 900;
/** So much of the title bar must be on a screen for a hand to reach it. */
const REACHABLE_PX = 64;

const place = z.object({
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() }),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof place>;

export class WindowPlaces {
  readonly #file: string;
  readonly #places: Map<string, WindowPlace>;

  constructor(file: string) {
    this.#file = file;
    this.#places = new Map(Object.entries(read(file)));
  }

  /** The last place of this project's window, or one in the middle of the first screen that fits it. */
  placeFor(folder: string, screens: readonly Rectangle[]): WindowPlace {
    const kept = this.#places.get(folder);
    return kept !== undefined && screens.some((screen) => isReachable(kept.bounds, screen)) ? kept : firstPlace(screens);
  }

  async keep(folder: string, kept: WindowPlace): Promise<void> {
    this.#places.delete(folder); // newest last
    this.#places.set(folder, kept);
    const newest = [...this.#places].slice(-MAX_KEPT);
    await mkdir(dirname(this.#file), { recursive: true });
    await atomicWrite(this.#file, JSON.stringify(Object.fromEntries(newest)));
  }
}

function read(file: string): Record<string, WindowPlace> {
  try {
    return z.record(z.string(), place).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {}; // the first start, or a damaged file: windows open where they fit
  }
}

function isReachable(bounds: Rectangle, screen: Rectangle): boolean {
  const shared = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return shared >= REACHABLE_PX && bounds.y >= screen.y && bounds.y <= screen.y + screen.height - REACHABLE_PX;
}

function firstPlace([screen]: readonly Rectangle[]): WindowPlace {
  if (screen === undefined) return { bounds: { x: 0, y: 0, width: DEFAULT_WIDTH_PX, height: DEFAULT_HEIGHT_PX }, maximized: false };
  const width = Math.min(DEFAULT_WIDTH_PX, screen.width);
  const height = Math.min(DEFAULT_HEIGHT_PX, screen.height);
  const bounds = { x: screen.x + Math.round((screen.width - width) / 2), y: screen.y + Math.round((screen.height - height) / 2), width, height };
  return { bounds, maximized: screen.width <= DEFAULT_WIDTH_PX };
}
