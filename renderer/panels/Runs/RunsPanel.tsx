/** The runs as a docked panel: all columns, and per run the residual of each compared signal. */
import type { ReactNode } from "react";
import type { PanelProps } from "../../app/panels.tsx";
import { RunsList } from "./RunsList.tsx";

export function RunsPanel({ config }: PanelProps): ReactNode {
  return <RunsList isNarrow={false} asked={config} />;
}
