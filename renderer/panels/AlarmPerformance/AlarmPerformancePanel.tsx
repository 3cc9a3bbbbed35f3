/**
 * How the alarm system performs over the shown span: figures of ISA-18.2, worst actors, floods; of recorded alarms or of rules
 * run over the past, and two beside each other, so that a change is shown to help before it is applied.
 */
import { Download, Gauge, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { figuresCsv } from "../../../shared/alarms/figureRows.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useRunningRules } from "../../app/state/useRunningRules.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, FlagField, TextField } from "../../widgets/controls/fields.tsx";
import "./alarmPerformance.css";
import { ActorTable, FigureTable, FloodTable } from "./figureTables.tsx";
import { sideChoices, type FiguresLimit, type Side, type SideKind } from "./sides.ts";
import { useFigures } from "./useFigures.ts";

const NOTHING = "nothing";
/** No rule is called so: its name would have a control character. */
const EVERYTHING = "\u0000all";
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
  const [rule, setRule] = useState<string>();
  const [asset, setAsset] = useState<string>();
  const running = useRunningRules();
  const followed = useStore(workbench.selection).assets.find((id) => project.assets[id]);
  const { sides, limit: shownLimit, isBusy, error, ask, cancel } = useFigures();
  const chosen = file ?? files[0] ?? "";
  const text = texts[chosen] ?? project.texts[chosen]?.text ?? "";
  const side = (kind: SideKind): Side => ({ kind, file: chosen, text });
  const isChanging = first === "changed" || second === "changed";
  const [shown] = sides;
  const rules = [...new Set([...running.map((one) => one.rule), ...(rule === undefined ? [] : [rule])])].sort();
  const limitAsset = asset ?? followed;
  const work = (limit: FiguresLimit): void => ask([first, ...(second ? [second] : [])].map(side), workbench.cursor.value.span, limit);
  const limitTo = (limit: FiguresLimit): void => {
    setRule(limit.rule);
    setAsset(limit.asset);
    work(limit);
  };
  const save = (): void => saveBlob(new Blob([figuresCsv(project, sides, shownLimit)], { type: "text/csv" }), exportName("alarm performance", shown?.figures.span.toUs ?? 0, "csv"));
  return (
    <section className="tb-performance" aria-label="Alarm performance">
      <div className="bar">
        <ChoiceField label="Figures of" value={first} choices={sideChoices} onChange={(value) => setFirst(kindOf(value))} />
        <ChoiceField label="Compared with" value={second ?? NOTHING} choices={[{ value: NOTHING, label: "Nothing" }, ...sideChoices]} onChange={(value) => setSecond(value === NOTHING ? undefined : kindOf(value))} />
        {isChanging && <ChoiceField label="Changed text" value={chosen} choices={files.map((one) => ({ value: one, label: one }))} onChange={setFile} />}
        <ChoiceField label="Rule" hideLabel value={rule ?? EVERYTHING} choices={[{ value: EVERYTHING, label: "All rules" }, ...rules.map((one) => ({ value: one, label: one }))]} onChange={(value) => setRule(value === EVERYTHING ? undefined : value)} />
        <FlagField label={limitAsset === undefined ? "Selected asset only" : `${assetLabel(project, limitAsset)} only`} value={asset !== undefined} isDisabled={limitAsset === undefined} onChange={(isOn) => setAsset(isOn ? followed : undefined)} />
        <Button look="primary" icon={Gauge} isDisabled={isBusy || (isChanging && chosen === "")} onPress={() => work({ ...(rule !== undefined && { rule }), ...(asset !== undefined && { asset }) })}>{isBusy ? "Working …" : "Work out over the shown span"}</Button>
        {isBusy && <Button icon={X} onPress={cancel}>Cancel</Button>}
        <Button icon={Download} isDisabled={sides.length === 0} onPress={save}>Save as CSV</Button>
      </div>
      {isChanging && chosen !== "" && (
        <div className="draft">
          <TextField label={`${chosen}, tried here only; nothing is applied`} value={text} lines={8} onChange={(changed) => setTexts((known) => ({ ...known, [chosen]: changed }))} />
        </div>
      )}
      <ErrorText error={error} />
      {shown ? (
        <>
          <p className="span">{formatDateTime(shown.figures.span.fromUs, zone, "minute")} to {formatDateTime(shown.figures.span.toUs, zone, "minute")}, {limitText(project, shownLimit)}</p>
          <div className="figures"><FigureTable sides={sides} /></div>
          <div className="bar"><ChoiceField label="What is listed" hideLabel value={list} choices={LISTS} onChange={(value) => setList(LISTS.find((one) => one.value === value)?.value ?? "worst")} /></div>
          <div className="actors">{list === "floods" ? <FloodTable sides={sides} /> : <ActorTable key={`${list} ${sides.length}`} sides={sides} of={list} onLimit={limitTo} />}</div>
        </>
      ) : (
        <EmptyState title="How well do the alarms serve the operator?">
          Choose the span on the timeline, then what to count. To try a new deadband or delay, compare the rules as they run with a changed text: both are run over the same past.
        </EmptyState>
      )}
    </section>
  );
}

/** What the figures are of. What they should be is said of all that one operator has. */
function limitText(project: Project, { rule, asset }: FiguresLimit): string {
  if (rule === undefined && asset === undefined) return "for one operator";
  const parts = [...(rule === undefined ? [] : [rule]), ...(asset === undefined ? [] : [assetLabel(project, asset)])];
  return `${parts.join(" on ")} only; what it should be holds for all alarms of an operator together`;
}
