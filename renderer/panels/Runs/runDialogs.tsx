/** The questions that begin a run, from the list of runs and from the palette. */
import type { Command } from "../../app/state/commands.ts";
import type { WindowServices } from "../../app/state/WindowServices.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { ForecastDialog } from "../Forecast/ForecastDialog.tsx";
import { showBeside } from "./showRuns.ts";
import { SimulateDialog } from "./SimulateDialog.tsx";
import { WhatIfDialog } from "./WhatIfDialog.tsx";

export interface RunDialogs {
  simulate(): void;
  forecast(): void;
  /** From where the time cursor stands. */
  whatIf(): void;
}

export function runDialogs(workbench: Workbench, { openDialog }: Pick<WindowServices, "openDialog">): RunDialogs {
  return {
    simulate: () => openDialog((close) => <SimulateDialog onClose={close} onDone={(run) => showBeside(workbench, [run.id])} />),
    forecast: () => openDialog((close) => <ForecastDialog onClose={close} />),
    whatIf: () => openDialog((close) => <WhatIfDialog from={{ atUs: workbench.cursor.value.tUs }} onClose={close} />),
  };
}

export function runCommands(services: Pick<WindowServices, "openDialog">): Command[] {
  return [
    { id: "runs.simulate", title: "Simulate …", category: "Runs", run: (workbench) => runDialogs(workbench, services).simulate() },
    { id: "runs.forecast", title: "Forecast …", category: "Runs", run: (workbench) => runDialogs(workbench, services).forecast() },
    { id: "runs.whatIf", title: "What if, from the time cursor …", category: "Runs", run: (workbench) => runDialogs(workbench, services).whatIf() },
  ];
}
