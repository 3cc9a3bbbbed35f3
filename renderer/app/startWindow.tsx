/** The window's composition root: from a link to the engine to a rendered workbench with its commands, keys and dialogs. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TwinError } from "../../shared/contract/errors.ts";
import { ImportDialog } from "../panels/Import/ImportDialog.tsx";
import { Palette } from "../panels/Palette/Palette.tsx";
import { runCommands } from "../panels/Runs/runDialogs.tsx";
import "../theme/theme.css";
import { App } from "./App.tsx";
import { bindKeys } from "./commands/bindKeys.ts";
import { windowCommands } from "./commands/windowCommands.ts";
import type { Link } from "./connection/follow.ts";
import { joinNativeMenu, nativeShell } from "./connection/nativeShell.ts";
import { DockController } from "./dock/DockController.ts";
import { loadPreferences } from "./preferences.ts";
import { DialogStack } from "./shell/DialogHost.tsx";
import { LayoutsDialog, OperatorDialog, ProjectSettingsDialog } from "./shell/settingsDialogs.tsx";
import type { SideViewId } from "./shell/sideViews.tsx";
import { CommandRegistry, type Command } from "./state/commands.ts";
import { createWorkbench } from "./state/createWorkbench.ts";
import { noticesAfter } from "./state/feeds.ts";
import { Store } from "./state/Store.ts";
import { WindowContext, type WindowServices } from "./state/WindowServices.ts";
import { WorkbenchContext, type Workbench } from "./state/Workbench.ts";

/** Renders into `root` when the project has been read. Returns how to take the window down again. */
export async function startWindow(root: HTMLElement, link: Link): Promise<() => void> {
  const preferences = loadPreferences();
  const { workbench, opened, dispose } = createWorkbench(link);
  await opened;
  if (workbench.info.value?.readOnly === true) await showLastRecorded(workbench);
  const dock = new DockController(workbench.info.value?.folder ?? "", workbench.project);
  const dialogs = new DialogStack();
  const sideView = new Store<SideViewId | undefined>("assets");
  const commands = new CommandRegistry();
  const notice = (severity: "info" | "error", message: string): void => workbench.notices.update((known) => noticesAfter(known, { atUs: workbench.cursor.nowUs, severity, message }));
  const report = (thrown: unknown): void => {
    const error = TwinError.from(thrown);
    if (error.code !== "cancelled") notice("error", error.message);
  };
  const services: WindowServices = {
    commands,
    preferences,
    openPanel: (panel, options) => dock.open(panel, options),
    give: (panel, payload) => dock.give(panel, payload),
    openDialog: dialogs.open,
    change: (proposed) => workbench.engine.project.change(proposed).then(() => true, (error: unknown) => (report(error), false)),
    report,
    say: (message) => notice("info", message),
  };
  const openPalette = (): void => dialogs.open((close) => <Palette onClose={close} />);
  const openOperator = (): void => dialogs.open((close) => <OperatorDialog onClose={close} />);
  commands.add(...windowCommands({
    services, dock, sideView, openPalette, openOperator,
    openLayouts: () => dialogs.open((close) => <LayoutsDialog dock={dock} onClose={close} />),
    openSettings: () => dialogs.open((close) => <ProjectSettingsDialog onClose={close} />),
    openImport: () => dialogs.open((close) => <ImportDialog onClose={close} />),
  }));
  commands.add(...runCommands(services));
  const run = (command: Command): void => void Promise.resolve().then(() => command.run(workbench)).catch(report);
  const unbind = bindKeys(window, commands, run, workbench);
  const shell = nativeShell();
  const leaveMenu = shell && joinNativeMenu(shell, { commands, run, workbench });
  const { folder } = workbench.info.value ?? {};
  // The shell may show another project instead: layouts, drafts and undo are all of the former, so the window begins anew.
  const stopWatching = workbench.info.subscribe(() => workbench.info.value?.folder !== folder && window.location.reload());
  const view = createRoot(root);
  view.render(
    <StrictMode>
      <WorkbenchContext value={workbench}>
        <WindowContext value={services}>
          <App dock={dock} dialogs={dialogs} sideView={sideView} onPalette={openPalette} onOperator={openOperator} onRetry={() => link.retryNow()} />
        </WindowContext>
      </WorkbenchContext>
    </StrictMode>,
  );
  return () => {
    stopWatching();
    unbind();
    leaveMenu?.();
    view.unmount();
    dispose();
  };
}

/** What is only read has no present: the window opens on the newest that was recorded. */
async function showLastRecorded({ engine, cursor }: Workbench): Promise<void> {
  const { toUs } = await engine.history.extent({});
  if (toUs !== undefined) cursor.seek(toUs);
}
