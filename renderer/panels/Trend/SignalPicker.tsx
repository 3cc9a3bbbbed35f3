/** Finds signals by name, asset or unit and adds them: the keyboard twin of dragging them in. */
import { Check, Plus } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { allSignals } from "../../../shared/model/signals.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { shownUnit } from "../../charts/formatValue.ts";
import { shortLabel } from "./trendSeries.ts";

/** More matches than this are not read; the filter is made narrower instead. */
const MOST_SHOWN = 60;

export interface SignalPickerProps {
  readonly filter: string;
  readonly chosen: readonly string[];
  readonly onToggle: (signal: string) => void;
}

export function SignalPicker({ filter, chosen, onToggle }: SignalPickerProps): ReactNode {
  const project = useStore(useWorkbench().project);
  const signals = useMemo(() => allSignals(project).map((signal) => ({ signal, text: `${signal.path.join(" ")} ${shownUnit(signal)}`.toLowerCase() })), [project]);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = signals.filter(({ text }) => words.every((word) => text.includes(word)));
  if (signals.length === 0) return <p className="trend-note">The project has no signals yet. Add a source, or import a file.</p>;
  if (matches.length === 0) return <p className="trend-note">No signal matches “{filter}”.</p>;
  return (
    <ul className="trend-picker" aria-label="Signals found">
      {matches.slice(0, MOST_SHOWN).map(({ signal }) => {
        const isChosen = chosen.includes(signal.id);
        return (
          <li key={signal.id}>
            <button type="button" aria-pressed={isChosen} title={signal.path.join(" › ")} onClick={() => onToggle(signal.id)}>
              {isChosen ? <Check size={13} aria-hidden /> : <Plus size={13} aria-hidden />}
              <span className="name">{shortLabel(project, signal)}</span>
              <span className="unit">{shownUnit(signal)}</span>
            </button>
          </li>
        );
      })}
      {matches.length > MOST_SHOWN && <li className="trend-note">{matches.length - MOST_SHOWN} more: type more of the name.</li>}
    </ul>
  );
}
