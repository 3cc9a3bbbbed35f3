/**
 * The native menu of a window from its own command table, beside what the system expects of every program. Keys are
 * shown here and acted on in the window, which knows what is focused.
 */
import type { MenuItemConstructorOptions } from "electron";
import type { MenuCommand } from "../../shared/contract/windowShell.ts";

export interface MenuActions {
  /** Runs a command in the window. */
  readonly run: (id: string) => void;
  readonly openProject: () => void;
  readonly newProject: () => void;
}

/** Order of the bar; categories the window has beyond these follow. */
const CATEGORIES = ["Project", "Edit", "View", "Time", "Panel"] as const;

export function menuTemplate(commands: readonly MenuCommand[], platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === "darwin";
  const inCategory = (category: string): MenuItemConstructorOptions[] => commands.filter((command) => command.category === category).map((command) => item(command, actions));
  const others = [...new Set(commands.map(({ category }) => category))].filter((category) => !CATEGORIES.some((known) => known === category));
  return [
    ...(isMac ? [{ role: "appMenu" } as const] : []),
    {
      label: "Project",
      submenu: joined(
        [
          { label: "New …", click: actions.newProject },
          { label: "Open …", accelerator: "CmdOrCtrl+O", click: actions.openProject },
        ],
        inCategory("Project"),
        [{ role: isMac ? "close" : "quit" }],
      ),
    },
    { label: "Edit", submenu: joined(inCategory("Edit"), [{ role: "cut" }, { role: "copy" }, { role: "paste" }, { role: "selectAll" }]) },
    { label: "View", submenu: joined(inCategory("View"), [{ role: "resetZoom" }, { role: "zoomIn" }, { role: "zoomOut" }, { role: "togglefullscreen" }]) },
    ...["Time", "Panel", ...others].map((category) => ({ label: category, submenu: inCategory(category) })).filter(({ submenu }) => submenu.length > 0),
    { label: "Window", submenu: [{ role: "minimize" }, { role: "close" }, ...(isMac ? [{ role: "front" } as const] : [])] },
    { label: "Help", role: "help", submenu: [{ role: "toggleDevTools" }, ...(isMac ? [] : [{ role: "about" } as const])] },
  ];
}

function item({ id, title, key, enabled }: MenuCommand, { run }: MenuActions): MenuItemConstructorOptions {
  return {
    id,
    label: title,
    enabled,
    ...(key !== undefined && { accelerator: key.replace("Ctrl", "CmdOrCtrl"), registerAccelerator: false }),
    click: () => run(id),
  };
}

/** Groups with a line between them; empty ones leave none. */
function joined(...groups: readonly MenuItemConstructorOptions[][]): MenuItemConstructorOptions[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [{ type: "separator" as const }, ...group]));
}
