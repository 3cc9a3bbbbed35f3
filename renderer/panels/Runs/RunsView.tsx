/** The runs at the side: start a simulation, and choose which runs stand beside the measured values or in their place. */
import type { ReactNode } from "react";
import { RunsList } from "./RunsList.tsx";

export function RunsView(): ReactNode {
  return <RunsList isNarrow />;
}
