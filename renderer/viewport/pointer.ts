/** The pointer in the scene: hover, click, menu. Tells a click from the start of a turn. Picks on the CPU, at most once a frame. */
import "@babylonjs/core/Culling/ray.js";
import type { Scene } from "@babylonjs/core/scene.js";

/** What was hit: an asset, or a node of a model that no asset is bound to. */
export interface Pick {
  readonly assetId?: string;
  readonly modelId?: string;
  readonly node?: string;
}

export interface PointerHandlers {
  readonly onHover: (pick: Pick | undefined) => void;
  /** Nothing hit: undefined. */
  readonly onClick: (pick: Pick | undefined, extend: boolean) => void;
  readonly onDoubleClick: (pick: Pick | undefined) => void;
  readonly onMenu: (pick: Pick | undefined, at: { readonly x: number; readonly y: number }) => void;
  /** Something is being turned, moved or zoomed: draw. */
  readonly onActivity: () => void;
}

const CLICK_PX = 4;

export function followPointer(canvas: HTMLCanvasElement, scene: Scene, handlers: PointerHandlers): () => void {
  const ending = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void): void => canvas.addEventListener(type, listener, { signal: ending.signal });
  let down: { readonly x: number; readonly y: number } | undefined;
  let hoverRequest = 0;
  const pickAt = (event: MouseEvent): Pick | undefined => {
    const box = canvas.getBoundingClientRect();
    const hit = scene.pick(event.clientX - box.left, event.clientY - box.top, (mesh) => mesh.isPickable && readPick(mesh.metadata) !== undefined);
    return hit.hit ? readPick(hit.pickedMesh?.metadata) : undefined;
  };
  const wasClick = (event: MouseEvent): boolean => down !== undefined && Math.hypot(event.clientX - down.x, event.clientY - down.y) < CLICK_PX;
  on("pointerdown", (event) => {
    down = { x: event.clientX, y: event.clientY };
    handlers.onActivity();
  });
  on("pointermove", (event) => {
    if (event.buttons !== 0) return handlers.onActivity();
    if (hoverRequest !== 0) return;
    hoverRequest = requestAnimationFrame(() => {
      hoverRequest = 0;
      handlers.onHover(pickAt(event));
    });
  });
  on("pointerup", (event) => {
    handlers.onActivity();
    if (event.button === 0 && wasClick(event)) handlers.onClick(pickAt(event), event.ctrlKey || event.metaKey);
  });
  on("pointerleave", () => handlers.onHover(undefined));
  on("dblclick", (event) => handlers.onDoubleClick(pickAt(event)));
  on("wheel", handlers.onActivity);
  on("contextmenu", (event) => {
    event.preventDefault();
    if (wasClick(event)) handlers.onMenu(pickAt(event), { x: event.clientX, y: event.clientY });
  });
  return () => {
    ending.abort();
    cancelAnimationFrame(hoverRequest);
  };
}

/** The pick that a mesh's metadata names; Babylon keeps it as anything. */
export function readPick(metadata: unknown): Pick | undefined {
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(metadata, name);
    return typeof value === "string" ? value : undefined;
  };
  const [assetId, modelId, node] = [text("assetId"), text("modelId"), text("node")];
  if (assetId === undefined && modelId === undefined) return undefined;
  return { ...(assetId !== undefined && { assetId }), ...(modelId !== undefined && { modelId }), ...(node !== undefined && { node }) };
}
