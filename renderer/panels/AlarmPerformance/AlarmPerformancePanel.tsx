/**
 * How the alarm system performs over the shown span: figures of ISA-18.2, worst actors, floods; of recorded alarms or of rules
 * run over the past, and two beside each other, so that a change is shown to help before it is put live.
 */
import { Download, Gauge, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { figuresCsv } from "../../../shared/alarms/figureRows.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, TextField } from "../../widgets/controls/fields.tsx";
import "./alarmPerformance.css";
import { ActorTable, FigureTable, FloodTable } from "./figureTables.tsx";
import { sideChoices, type Side, type SideKind } from "./sides.ts";
import { useFigures } from "./useFigures.ts";

const NOTHING = "nothing";
const LISTS = [
  { value: "worst", label: "Worst actors: rule on asset" },
  { value: "byRule", label: "By rule" },
  { value: "byAsset", label: "By asset" },
  { value: "floods", label: "Floods" },
] as const;
type List = (typeof LISTS)[number]["value"];

function kindOf(value: string): SideKind {
  return sideChoices.find((choice) => choice.value === value)?.value ?? "recorded";
}

export function AlarmPerformancePanel(_props: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const zone = useZone();
  const files = Object.keys(project.texts).filter((file) => file.startsWith("rules/")).sort();
  const [first, setFirst] = useState<SideKind>("recorded");
  const [second, setSecond] = useState<SideKind | undefined>();
  const [file, setFile] = useState<string>();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [list, setList] = useState<List>("worst");
  const { sides, isBusy, error, ask, cancel } = useFigures();
  const chosen = file ?? files[0] ?? "";
  const text = texts[chosen] ?? project.texts[chosen]?.text ?? "";
  const side = (kind: SideKind): Side => ({ kind, file: chosen, text });
  const isChanging = first === "changed" || second === "changed";
  const [shown] = sides;
  const save = (): void => saveBlob(new Blob([figuresCsv(project, sides)], { type: "text/csv" }), exportName("alarm performance", shown?.figures.span.toUs ?? 0, "csv"));
  return (
    <section className="tb-performance" aria-label="Alarm performance">
      <div className="bar">
        <ChoiceField label="Figures of" value={first} choices={sideChoices} onChange={(value) => setFirst(kindOf(value))} />
        <ChoiceField label="Compared with" value={second ?? NOTHING} choices={[{ value: NOTHING, label: "Nothing" }, ...sideChoices]} onChange={(value) => setSecond(value === NOTHING ? undefined : kindOf(value))} />
        {isChanging && <ChoiceField label="Changed text" value={chosen} choices={files.map((one) => ({ value: one, label: one }))} onChange={setFile} />}
        <Button look="primary" icon={Gauge} isDisabled={isBusy || (isChanging && chosen === "")} onPress={() => ask([first, ...(second ? [second] : [])].map(side), workbench.cursor.value.span, undefined)}>{isBusy ? "Working …" : "Work out over the shown span"}</Button>
        {isBusy && <Button icon={X} onPress={cancel}>Cancel</Button>}
        <Button icon={Download} isDisabled={sides.length === 0} onPress={save}>Save as CSV</Button>
      </div>
      {isChanging && chosen !== "" && (
        <div className="draft">
          <TextField label={`${chosen}, tried here only; nothing goes live`} value={text} lines={8} onChange={(changed) => setTexts((known) => ({ ...known, [chosen]: changed }))} />
        </div>
      )}
      <ErrorText error={error} />
      {shown ? (
        <>
          <p className="span">{formatDateTime(shown.figures.span.fromUs, zone)} to {formatDateTime(shown.figures.span.toUs, zone)}, for one operator's position</p>
          <div className="figures"><FigureTable sides={sides} /></div>
          <div className="bar"><ChoiceField label="What is listed" hideLabel value={list} choices={LISTS} onChange={(value) => setList(LISTS.find((one) => one.value === value)?.value ?? "worst")} /></div>
          <div className="actors">{list === "floods" ? <FloodTable sides={sides} /> : <ActorTable key={`${list} ${sides.length}`} sides={sides} of={list} />}</div>
        </>
      ) : (
        <EmptyState title="How well do the alarms serve the operator?">
          Choose the span on the timeline, then what to count. To try a new deadband or delay, compare the rules as they run with a changed text: both are run over the same past.
        </EmptyState>
      )}
    </section>
  );
}
