/** Everything a person can do is a command with an id first; menus, keys and the palette are bound to it. */
import { Store, type Readable } from "./Store.ts";
import type { Workbench } from "./Workbench.ts";

export interface Command {
  /** `trend.zoomOut`: panel or area, then the verb. Stable: saved key bindings name it. */
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** Key chords as `Ctrl+Shift+P`, `F2`; the first one is shown. Ctrl stands for Cmd on macOS. */
  readonly keys?: readonly string[];
  /** Single keys act only while this panel has the focus. */
  readonly panel?: string;
  /** Its keys are taken before a field or an editor sees them: for what must be at hand wherever one types. */
  readonly beforeFields?: true;
  readonly isEnabled?: (workbench: Workbench) => boolean;
  readonly run: (workbench: Workbench) => void | Promise<void>;
}

/** All commands of the window. Panels register theirs while they are mounted. */
export class CommandRegistry {
  readonly #commands = new Map<string, Command>();
  readonly #all = new Store<readonly Command[]>([]);

  /** All that there are now. Panels are loaded when they are first shown: their commands come after the window does. */
  readonly all: Readable<readonly Command[]> = this.#all;

  /** Adds commands until the returned function is called. */
  add(...commands: readonly Command[]): () => void {
    for (const command of commands) this.#commands.set(command.id, command);
    this.#all.set([...this.#commands.values()]);
    return () => {
      for (const command of commands) if (this.#commands.get(command.id) === command) this.#commands.delete(command.id);
      this.#all.set([...this.#commands.values()]);
    };
  }

  find(id: string): Command | undefined {
    return this.#commands.get(id);
  }
}
