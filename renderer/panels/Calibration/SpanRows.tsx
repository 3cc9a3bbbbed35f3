/** The spans of the past that are fitted, and those held out. */
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { withSpan, type ChosenSpan } from "./calibrationForm.ts";

export interface SpanRowsProps {
  readonly spans: readonly ChosenSpan[];
  readonly onChange: (spans: readonly ChosenSpan[]) => void;
}

export function SpanRows({ spans, onChange }: SpanRowsProps): ReactNode {
  const { cursor } = useWorkbench();
  const zone = useZone();
  const add = (heldOut: boolean): void => onChange(withSpan(spans, { ...cursor.value.span, heldOut }));
  return (
    <div className="spans" role="group" aria-label="Spans of the past">
      <div className="tb-bar">
        <Button icon={Plus} onPress={() => add(false)}>Fit the shown span</Button>
        <Button icon={Plus} onPress={() => add(true)}>Hold out the shown span</Button>
      </div>
      {spans.length > 0 && (
        <ul>
          {spans.map((span) => (
            <li key={`${span.fromUs} ${span.toUs}`}>
              <span className={span.heldOut ? "kind held-out" : "kind"}>{span.heldOut ? "held out" : "fit"}</span>
              <button type="button" className="tb-link" onClick={() => cursor.setSpan(span)}>{formatDateTime(span.fromUs, zone, "minute")} – {formatDateTime(span.toUs, zone, "minute")}</button>
              <span className="length">{formatDuration(span.toUs - span.fromUs)}</span>
              <IconButton icon={X} label="Leave this span out" onPress={() => onChange(spans.filter((other) => other !== span))} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
