/** What can be done at an instant of a plot: the entries of its right-click menu. */
import { GitBranch, MoveHorizontal } from "lucide-react";
import type { MarkName } from "../../charts/MarkLines.ts";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";

export interface TrendMenuActions {
  readonly whatIf: (atUs: number) => void;
  readonly seek: (tUs: number) => void;
  readonly mark: (name: MarkName, tUs: number) => void;
}

export function trendMenu(tUs: number, nowUs: number, { whatIf, seek, mark }: TrendMenuActions): MenuEntry[] {
  return [
    { id: "what-if", label: "What if from here …", icon: GitBranch, isDisabled: tUs > nowUs, run: () => whatIf(tUs) },
    { kind: "separator", id: "line" },
    { id: "seek", label: "Put the time cursor here", icon: MoveHorizontal, isDisabled: tUs > nowUs, run: () => seek(tUs) },
    { id: "mark-a", label: "Put A here", keys: "A", run: () => mark("a", tUs) },
    { id: "mark-b", label: "Put B here", keys: "B", run: () => mark("b", tUs) },
  ];
}
