/** The runs as a docked panel: all columns, and per run the residual of each compared signal. */
import type { ReactNode } from "react";
import { RunsList } from "./RunsList.tsx";

export function RunsPanel(): ReactNode {
  return <RunsList isNarrow={false} />;
}
