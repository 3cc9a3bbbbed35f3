/** Registers a panel's commands while it is mounted. */
import { useEffect, useRef } from "react";
import type { Command } from "../state/commands.ts";
import { useWindow } from "../state/WindowServices.ts";

/** `make` may close over the panel's state: a command runs what the newest rendering meant. */
export function useCommands(make: () => readonly Command[]): void {
  const { commands } = useWindow();
  const newest = useRef(make);
  newest.current = make;
  useEffect(() => {
    const registered = make().map((command) => ({
      ...command,
      isEnabled: (workbench) => newest.current().find(({ id }) => id === command.id)?.isEnabled?.(workbench) ?? true,
      run: (workbench) => newest.current().find(({ id }) => id === command.id)?.run(workbench),
    }) satisfies Command);
    return commands.add(...registered);
    // Registered once: the set of commands of a panel does not change, only what they close over.
  }, [commands]);
}
