/** Mounts the scene into the window: canvas, labels' layer, size, theme, pointer. What it shows is the owner's and its extensions'. */
import { Engine } from "@babylonjs/core/Engines/engine.js";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { Placement } from "../../../shared/model/project.ts";
import type { Store } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { watchTheme } from "../../charts/chartColors.ts";
import type { Colouring } from "../../viewport/colour/colouring.ts";
import type { CameraPose } from "../../viewport/CameraRig.ts";
import { isSoftwareRenderer, rendererName } from "../../viewport/graphicsPower.ts";
import { followPointer, type Pick } from "../../viewport/pointer.ts";
import { sceneColors, type SceneColors } from "../../viewport/sceneColors.ts";
import { SceneOwner } from "../../viewport/SceneOwner.ts";

export interface SceneViewProps {
  readonly workbench: Workbench;
  readonly panel: string;
  readonly colouring: Store<Colouring>;
  readonly showLabels: Store<boolean>;
  readonly isEditing: Store<boolean>;
  readonly startPose: CameraPose | undefined;
  readonly onPose: (pose: CameraPose) => void;
  readonly onCommit: (label: string, placements: ReadonlyMap<string, Placement>) => void;
  readonly onSelect: (asset: string | undefined, extend: boolean) => void;
  readonly onMenu: (pick: Pick | undefined, at: { readonly x: number; readonly y: number }) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onOwner: (owner: SceneOwner | undefined) => void;
  /** The graphics of this machine cannot draw it: why. */
  readonly onFailure: (error: unknown) => void;
}

/** Pixels finer than this are not worth drawing. */
const FINEST_RATIO = 2;

export function SceneView(props: SceneViewProps): ReactNode {
  const { workbench, panel, colouring, showLabels, isEditing } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const newest = useRef(props);
  newest.current = props;
  useEffect(() => {
    const [surface, over] = [canvas.current, layer.current];
    if (!surface || !over) return;
    let owner: SceneOwner;
    try {
      // Smooth edges take four times the pixels: cheap on a graphics card, most of a second on a processor.
      const engine = new Engine(surface, !isSoftwareRenderer(rendererName()), { stencil: false, powerPreference: "low-power" });
      engine.setHardwareScalingLevel(1 / Math.min(FINEST_RATIO, devicePixelRatio));
      owner = new SceneOwner({
        engine, workbench, panel, colouring, colors: colorsOf(surface),
        edit: { isEditing, commit: (label, placements) => newest.current.onCommit(label, placements) },
        labels: { layer: over, isShown: showLabels, onSelect: (asset, extend) => newest.current.onSelect(asset, extend) },
        nextFrame: (callback) => {
          const request = requestAnimationFrame(callback);
          return () => cancelAnimationFrame(request);
        },
      });
    } catch (error) {
      newest.current.onFailure(error);
      return;
    }
    owner.rig.camera.attachControl(true);
    const { startPose } = newest.current;
    if (startPose) owner.rig.pose = startPose;
    else owner.frame([]);
    let framed = startPose !== undefined || owner.bodies.value.size > 0;
    const endFraming = owner.bodies.subscribe(() => {
      if (framed) return;
      framed = true;
      owner.frame([]);
    });
    const endPointer = followPointer(surface, owner.scene, {
      onHover: (pick) => owner.hovered.set(pick?.assetId),
      onClick: (pick, extend) => newest.current.onSelect(pick?.assetId, extend),
      onDoubleClick: (pick) => pick?.assetId !== undefined && owner.frame([pick.assetId]),
      onMenu: (pick, at) => newest.current.onMenu(pick, at),
      onActivity: () => owner.requestRender(),
    });
    let isSized = false;
    const size = new ResizeObserver(() => {
      owner.resize();
      // The first framing did not know the view's proportions yet.
      if (!isSized && startPose === undefined) owner.frame([]);
      isSized = true;
    });
    size.observe(surface);
    const endTheme = watchTheme(() => owner.setColors(colorsOf(surface)));
    newest.current.onOwner(owner);
    return () => {
      newest.current.onPose(owner.rig.pose);
      newest.current.onOwner(undefined);
      size.disconnect();
      endTheme();
      endPointer();
      endFraming();
      owner.dispose();
    };
  }, [workbench, panel, colouring, showLabels, isEditing]);
  return (
    <div className="scene-view">
      <canvas ref={canvas} tabIndex={0} role="application" aria-roledescription="3D scene" aria-label="Scene. Arrows turn, Shift and arrows move, plus and minus zoom, F frames the selection. The same facts are in its table." onKeyDown={props.onKeyDown} />
      <div ref={layer} className="scene-layer" />
    </div>
  );
}

function colorsOf(element: Element): SceneColors {
  const style = getComputedStyle(element);
  return sceneColors((name) => style.getPropertyValue(`--${name}`).trim());
}
