/** The open project: its name, its folder, and the projects opened lately with how to open them. */
import { ChevronDown } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { MenuButton, type MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";
import { useProjectMoves } from "./projectDialogs.tsx";

export function ProjectButton({ name }: { readonly name: string }): ReactNode {
  const workbench = useWorkbench();
  const { commands, say, report } = useWindow();
  const info = useStore(workbench.info);
  const connection = useStore(workbench.connection);
  const [recent, setRecent] = useState<readonly { readonly folder: string; readonly name: string }[]>([]);
  useEffect(() => {
    if (connection === "open") workbench.engine.project.recent({}).then(({ projects }) => setRecent(projects), report);
  }, [connection]);
  const copy = (text: string): void => void navigator.clipboard.writeText(text).then(() => say(`Copied: ${text}`), report);
  const others = recent.filter(({ folder }) => folder !== info?.folder);
  const moves = useProjectMoves();
  const entries: MenuEntry[] = [
    { id: "new", label: "New project …", run: moves.create },
    { id: "open", label: "Open project …", run: moves.choose },
    ...(others.length > 0 ? [{ kind: "separator", id: "recent" } as const] : []),
    ...others.map(({ folder, name: other }): MenuEntry => ({ id: folder, label: `Open ${other}`, hint: folder, run: () => moves.open(folder) })),
    { kind: "separator", id: "this" },
    { id: "folder", label: "Copy the project's folder", hint: info?.folder ?? "", run: () => copy(info?.folder ?? "") },
    { id: "settings", label: "Project name and time zone …", run: () => void commands.find("project.settings")?.run(workbench) },
  ];
  return (
    <MenuButton label={`Project ${name}`} entries={entries} className="tb-project-button">
      <span>{name}</span>
      <ChevronDown size={13} aria-hidden />
    </MenuButton>
  );
}
