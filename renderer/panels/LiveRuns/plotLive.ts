/** A live run where it is seen to grow: beside the measured values in the trend. */
import type { WindowServices } from "../../app/state/WindowServices.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { showBeside } from "../Runs/showRuns.ts";

/** As many of its signals are plotted at once. */
const MOST_PLOTTED = 4;

/** Plots these signals of the run; by default the first of those that it is compared with. */
export function plotLive(workbench: Pick<Workbench, "shown" | "liveRuns">, { give }: Pick<WindowServices, "give">, run: string, signals?: readonly string[]): void {
  const compared = workbench.liveRuns.value.find((one) => one.run === run)?.uses.flatMap((use) => use.compared.map(({ signal }) => signal)) ?? [];
  showBeside(workbench, [run]);
  give("trend", { kind: "signal", ids: [...(signals ?? compared.slice(0, MOST_PLOTTED))] });
}
