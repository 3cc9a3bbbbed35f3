/**
 * What the window itself offers its panels beside the workbench's data: commands, docked panels, dialogs, preferences, and
 * one way to change the project that shows what went wrong. Composed in `app/main.tsx`.
 */
import { createContext, useContext, type ReactNode } from "react";
import type { ProposedChange } from "../../../shared/contract/project.ts";
import type { DragPayload } from "../dragdrop.ts";
import type { CommandRegistry } from "./commands.ts";
import type { Store } from "./Store.ts";

export type ThemeName = "dark" | "light";

/** What this person prefers on this machine; kept by the browser profile, never in the project. */
export interface Preferences {
  readonly theme: Store<ThemeName>;
  /** Times in UTC instead of the project's zone. */
  readonly utc: Store<boolean>;
}

export interface OpenPanel {
  /** What the panel starts with. An open panel of the same kind and `key` is focused instead. */
  readonly config?: unknown;
  readonly title?: string;
  /** Tells several panels of one kind apart: the editor's file. */
  readonly key?: string;
}

/** A dialog: what it shows, given how it is closed. */
export type DialogRender = (close: () => void) => ReactNode;

export interface WindowServices {
  readonly commands: CommandRegistry;
  readonly preferences: Preferences;
  readonly openPanel: (panel: string, options?: OpenPanel) => void;
  /** Hands things to the panel of a kind that was last used, opening one if there is none: the menu twin of a drop. */
  readonly give: (panel: string, payload: DragPayload) => void;
  readonly openDialog: (render: DialogRender) => void;
  /** Changes the project; a refusal becomes a notice. Tells whether it was done. */
  readonly change: (proposed: ProposedChange) => Promise<boolean>;
  /** Shows an error that belongs to no panel. Cancelled work is no error. */
  readonly report: (error: unknown) => void;
  /** Shows a short note. */
  readonly say: (message: string) => void;
}

export const WindowContext = createContext<WindowServices | undefined>(undefined);

/** The services of this window. Throws outside of one: a programming error. */
export function useWindow(): WindowServices {
  const services = useContext(WindowContext);
  if (!services) throw new Error("useWindow() outside of a workbench window");
  return services;
}
