/** The top line: menu, project, clock, search, jobs, alarms, theme. */
import { Menu as MenuIcon, Moon, Search, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { settingsOf } from "../../../shared/model/project.ts";
import { JobsButton } from "../../panels/Jobs/JobsButton.tsx";
import { IconButton } from "../../widgets/controls/Button.tsx";
import { AlarmMark } from "../../widgets/facts/AlarmMark.tsx";
import { byUrgency, isAcknowledged, isGone } from "../../widgets/facts/alarmOrder.ts";
import { MenuButton, type MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { useStore } from "../state/Store.ts";
import { useWindow } from "../state/WindowServices.ts";
import { useWorkbench } from "../state/Workbench.ts";
import { LiveClock } from "./LiveClock.tsx";
import { ProjectButton } from "./ProjectButton.tsx";

const MENU_ORDER = ["Project", "Edit", "View", "Panel", "Time"];

export function TitleBar({ onPalette }: { readonly onPalette: () => void }): ReactNode {
  const workbench = useWorkbench();
  const { preferences, openPanel } = useWindow();
  const theme = useStore(preferences.theme);
  const project = useStore(workbench.project);
  return (
    <header className="tb-title">
      <MainMenu />
      <h1>Twinbench</h1>
      <ProjectButton name={settingsOf(project).name} />
      <LiveClock />
      <Button className="tb-search-button" onPress={onPalette}>
        <Search size={13} aria-hidden />
        <span className="label">Search assets, signals, rules, commands …</span>
        <kbd>Ctrl K</kbd>
      </Button>
      <JobsButton />
      <AlarmSummary onOpen={() => openPanel("alarms")} />
      <IconButton icon={theme === "dark" ? Sun : Moon} label={theme === "dark" ? "Light theme" : "Dark theme"} onPress={() => preferences.theme.set(theme === "dark" ? "light" : "dark")} />
    </header>
  );
}

function MainMenu(): ReactNode {
  const workbench = useWorkbench();
  const { commands, report } = useWindow();
  const info = useStore(workbench.info);
  const listed = commands.all.value.filter((command) => MENU_ORDER.includes(command.category) && command.panel === undefined);
  const titleOf = (id: string, title: string): string => (id === "edit.undo" && info?.undo !== undefined ? `Undo ${info.undo}` : id === "edit.redo" && info?.redo !== undefined ? `Redo ${info.redo}` : title);
  const entries = MENU_ORDER.flatMap((category, index): MenuEntry[] => {
    const ofCategory = listed.filter((command) => command.category === category);
    const items = ofCategory.map((command): MenuEntry => ({
      id: command.id, label: titleOf(command.id, command.title), ...(command.keys?.[0] !== undefined && { keys: command.keys[0] }),
      isDisabled: command.isEnabled?.(workbench) === false, run: () => void Promise.resolve(command.run(workbench)).catch(report),
    }));
    return index > 0 && items.length > 0 ? [{ kind: "separator", id: category }, ...items] : items;
  });
  return <MenuButton label="Menu" entries={entries}><MenuIcon size={16} aria-hidden /></MenuButton>;
}

function AlarmSummary({ onOpen }: { readonly onOpen: () => void }): ReactNode {
  const alarms = useStore(useWorkbench().alarms);
  const [worst] = [...alarms].sort(byUrgency);
  if (!worst) return <Button className="tb-alarm-button" onPress={onOpen}>no alarms</Button>;
  const open = alarms.filter((alarm) => !isAcknowledged(alarm)).length;
  return (
    <Button className="tb-alarm-button" onPress={onOpen}>
      <AlarmMark severity={worst.severity} isAcknowledged={open === 0} isGone={isGone(worst)} />
      <b>{alarms.length}</b> {alarms.length === 1 ? "alarm" : "alarms"}
      {open > 0 && <span className="open">{open} unack</span>}
    </Button>
  );
}
