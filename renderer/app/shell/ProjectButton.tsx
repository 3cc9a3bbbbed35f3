/** The open project: its name, its folder, and the projects opened lately with how to open them. */
import { ChevronDown } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { MenuButton, type MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { nativeShell } from "../connection/nativeShell.ts";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";

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
  const shell = nativeShell();
  const attempt = (work: Promise<void>): void => void work.catch(report);
  const entries: MenuEntry[] = [
    ...(shell === undefined
      ? []
      : [
          { id: "new", label: "New project …", run: () => attempt(shell.newProject()) },
          { id: "open", label: "Open project …", run: () => attempt(shell.openProject()) },
        ]),
    { id: "folder", label: "Copy the project's folder", hint: info?.folder ?? "", run: () => copy(info?.folder ?? "") },
    { id: "settings", label: "Project name and time zone …", run: () => void commands.find("project.settings")?.run(workbench) },
    ...(others.length > 0 ? [{ kind: "separator", id: "recent" } as const] : []),
    // A window shows one project: another one gets a window of its own, in a browser by its own start.
    ...others.map(({ folder, name: other }): MenuEntry => shell !== undefined ? { id: folder, label: `Open ${other}`, hint: folder, run: () => attempt(shell.openFolder(folder)) } : ({ id: folder, label: `Copy the command that opens ${other}`, hint: folder, run: () => copy(`npm start -- "${folder}"`) })),
  ];
  return (
    <MenuButton label={`Project ${name}`} entries={entries} className="tb-project-button">
      <span>{name}</span>
      <ChevronDown size={13} aria-hidden />
    </MenuButton>
  );
}
