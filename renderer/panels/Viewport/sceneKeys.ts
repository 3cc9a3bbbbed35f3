/** Keys of the scene; they act only while it has the focus. While editing, arrows move what is chosen instead of the eye. */
import type { SceneOwner } from "../../viewport/SceneOwner.ts";

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does, or undefined if it is none of ours. */
export function sceneKey(event: KeyPress, owner: SceneOwner, selected: readonly string[], isEditing: boolean): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const moves = isEditing && selected.length > 0 ? editKey(event, owner) : undefined;
  const action = moves ?? viewKey(event, owner, selected);
  return action && (() => {
    action();
    owner.requestRender();
  });
}

function editKey(event: KeyPress, { edit }: SceneOwner): (() => void) | undefined {
  switch (event.key) {
    case "ArrowLeft": return () => edit.nudge({ x: -1 });
    case "ArrowRight": return () => edit.nudge({ x: 1 });
    case "ArrowUp": return () => edit.nudge({ z: 1 });
    case "ArrowDown": return () => edit.nudge({ z: -1 });
    case "PageUp": return () => edit.nudge({ y: 1 });
    case "PageDown": return () => edit.nudge({ y: -1 });
    case "r": return () => edit.nudge({ turn: 1 });
    case "R": return () => edit.nudge({ turn: -1 });
    default: return undefined;
  }
}

function viewKey(event: KeyPress, owner: SceneOwner, selected: readonly string[]): (() => void) | undefined {
  const { rig } = owner;
  const arrow = (right: number, up: number): (() => void) => () => (event.shiftKey ? rig.pan(right, up) : rig.orbit(right, up));
  switch (event.key) {
    case "f": case "F": return () => owner.frame(selected);
    case "Home": return () => owner.frame([]);
    case "ArrowLeft": return arrow(-1, 0);
    case "ArrowRight": return arrow(1, 0);
    case "ArrowUp": return arrow(0, 1);
    case "ArrowDown": return arrow(0, -1);
    case "+": case "=": return () => rig.zoom(true);
    case "-": case "_": return () => rig.zoom(false);
    case "1": return () => rig.look("corner");
    case "2": return () => rig.look("front");
    case "3": return () => rig.look("side");
    case "4": return () => rig.look("top");
    default: return undefined;
  }
}
