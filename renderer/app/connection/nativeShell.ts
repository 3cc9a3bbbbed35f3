/**
 * The window's side of Electron's shell: native menus from the command table, dialogs, how the engine stands. In the
 * browser shell there is none, and everything has its way inside the window.
 */
import { WINDOW_SHELL, type EngineLifeState, type MenuCommand, type WindowShell } from "../../../shared/contract/windowShell.ts";
import type { Command, CommandRegistry } from "../state/commands.ts";
import { Store } from "../state/Store.ts";
import type { Workbench } from "../state/Workbench.ts";

/** Whether commands can be run changes with everything; the menu need not follow faster than a hand. */
const MENU_REFRESH_MS = 1_000;

/** Electron's shell, or undefined in a browser. */
export function nativeShell(page: Window = window): WindowShell | undefined {
  // The preload puts it there under this name and type.
  return (page as { readonly [WINDOW_SHELL]?: WindowShell })[WINDOW_SHELL];
}

/** How the engine stands in the shell's view; undefined in a browser. Held from the start, because it is told at once. */
export const engineLife = new Store<EngineLifeState | undefined>(undefined);
if (typeof window !== "undefined") nativeShell()?.onEngine((state) => engineLife.set(state));

/** Keeps the native menu like the command table, and runs what is chosen in it. Returns how to stop. */
export function joinNativeMenu(shell: WindowShell, { commands, run, workbench }: { readonly commands: CommandRegistry; readonly run: (command: Command) => void; readonly workbench: Workbench }): () => void {
  let shown = "";
  const show = (): void => {
    const table = menuCommands(commands, workbench);
    const text = JSON.stringify(table);
    if (text === shown) return;
    shown = text;
    void shell.showMenu(table);
  };
  const timer = setInterval(show, MENU_REFRESH_MS);
  const stopCommands = shell.onCommand((id) => {
    const command = commands.find(id);
    if (command !== undefined && (command.isEnabled?.(workbench) ?? true)) run(command);
  });
  show();
  return () => {
    clearInterval(timer);
    stopCommands();
  };
}

/** The table as the menu shows it. Commands that act on a panel's focus stay with their panel. */
export function menuCommands(commands: CommandRegistry, workbench: Workbench): readonly MenuCommand[] {
  return commands.all.value
    .filter(({ panel }) => panel === undefined)
    .map(({ id, title, category, keys, isEnabled }) => ({ id, title, category, enabled: isEnabled?.(workbench) ?? true, ...(keys?.[0] !== undefined && { key: keys[0] }) }));
}
