/** The trend: signals over the workbench's span, measured beside runs. React holds the frame; the plot itself is not React's. */
import { ChartSpline, Download, GitBranch, Image, List, Maximize2, RulerDimensionLine, Table2, Undo2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type DragEvent, type ReactNode } from "react";
import { useCommands } from "../../app/commands/useCommands.ts";
import { isOurDrag, readDrag } from "../../app/dragdrop.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { onHistoryChange } from "../../app/state/historyChanges.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatTime, useZone } from "../../app/state/zone.ts";
import type { ChartStack } from "../../charts/ChartStack.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { ContextMenu, type MenuPoint } from "../../widgets/overlays/Menu.tsx";
import { WhatIfDialog } from "../Runs/WhatIfDialog.tsx";
import { saveCsv, savePng } from "./exportTrend.ts";
import { signalsOfNodes } from "./signalsOfNodes.ts";
import type { MarkName } from "../../charts/MarkLines.ts";
import { MarkTable } from "./MarkTable.tsx";
import { SeriesList } from "./SeriesList.tsx";
import { SignalPicker } from "./SignalPicker.tsx";
import "./trend.css";
import { timeActions } from "../../charts/timeActions.ts";
import { TrendChart } from "./TrendChart.tsx";
import { addToTrend, firstMarks, readTrendConfig, signalsToPlot } from "./trendConfig.ts";
import { TrendCoordinator } from "./TrendCoordinator.ts";
import { trendMenu } from "./trendMenu.ts";
import { TrendTable } from "./TrendTable.tsx";

export function TrendPanel({ id, config: given, setConfig }: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const config = useMemo(() => readTrendConfig(given), [given]);
  const coordinator = useMemo(() => new TrendCoordinator(workbench), [workbench]);
  const actions = useMemo(() => timeActions(workbench.cursor), [workbench]);
  const selection = useStore(workbench.selection);
  const trouble = useStore(coordinator.trouble);
  const connection = useStore(workbench.connection);
  const [filter, setFilter] = useState("");
  const [isOver, setIsOver] = useState(false);
  const [stack, setStack] = useState<ChartStack>();
  const [menu, setMenu] = useState<{ readonly at: MenuPoint; readonly tUs: number }>();
  const panel = useRef<HTMLElement>(null);

  useEffect(() => coordinator.start(), [coordinator]);
  useEffect(() => coordinator.setSignals(config.signals), [coordinator, config.signals]);
  useEffect(() => {
    const [first, ...rest] = config.pending;
    if (!first) return;
    const found = first.kind === "node" ? signalsOfNodes(workbench, services, first.ids) : Promise.resolve(signalsToPlot(workbench.project.value, first.ids));
    const without = { ...config, pending: rest };
    found.then((signals) => setConfig(addToTrend(without, signals)), (error: unknown) => {
      setConfig(without);
      services.report(error);
    });
    // Asked once for each thing handed over: another rendering of the same config is the same question.
  }, [config.pending]);
  useEffect(() => coordinator.setMarks(config.marks), [coordinator, config.marks]);
  useEffect(() => coordinator.setEmphasised(selection.signals), [coordinator, selection.signals]);
  useEffect(() => {
    if (connection === "open") coordinator.reload();
  }, [coordinator, connection]);
  useEffect(() => onHistoryChange(workbench.jobs, () => coordinator.reload()), [workbench, coordinator]);

  const setSignals = (signals: readonly string[]): void => setConfig({ ...config, signals });
  const toggle = (signal: string): void => setSignals(config.signals.includes(signal) ? config.signals.filter((one) => one !== signal) : [...config.signals, signal]);
  const select = (signal: string, extend: boolean): void => {
    const signals = extend ? [...new Set([...selection.signals, signal])] : [signal];
    const assets = [...new Set(signals.flatMap((one) => (one.includes("/") ? [one.slice(0, one.indexOf("/"))] : [])))];
    workbench.selection.set({ assets, signals, madeIn: id });
  };
  const drop = (event: DragEvent): void => {
    setIsOver(false);
    const payload = readDrag(event.dataTransfer);
    if (!payload) return;
    event.preventDefault();
    setConfig(addToTrend(config, payload));
  };
  const savePicture = (): void => void (stack && savePng(stack, workbench.cursor.value.span.fromUs).catch(services.report));
  const saveSamples = (): void => void saveCsv(workbench, coordinator.series.value).catch(services.report);
  const { marks, ...withoutMarks } = config;
  const toggleMarks = (): void => setConfig(marks ? withoutMarks : { ...config, marks: firstMarks(workbench.cursor.value.span) });
  const moveMark = (name: MarkName, tUs: number): void => setConfig({ ...config, marks: { ...(marks ?? firstMarks(workbench.cursor.value.span)), [name === "a" ? "aUs" : "bUs"]: tUs } });
  const markHere = (name: MarkName): void => moveMark(name, workbench.cursor.value.tUs);
  const whatIf = (atUs: number): void => services.openDialog((close) => <WhatIfDialog from={{ atUs }} onClose={close} />);
  const toggleTable = (): void => setConfig({ ...config, showTable: !config.showTable });
  useCommands(() => [
    { id: "trend.undoZoom", title: "Undo zoom", category: "Trend", keys: ["Backspace"], panel: id, run: actions.undoZoom },
    { id: "trend.resetZoom", title: "Reset zoom", category: "Trend", keys: ["0"], panel: id, run: actions.reset },
    { id: "trend.zoomIn", title: "Zoom in around the time cursor", category: "Trend", keys: ["+"], panel: id, run: () => actions.zoomHere(0.5) },
    { id: "trend.zoomOut", title: "Zoom out", category: "Trend", keys: ["-"], panel: id, run: () => actions.zoomHere(2) },
    { id: "trend.measure", title: "Measure between two instants, A and B", category: "Trend", isEnabled: () => config.signals.length > 0, run: toggleMarks },
    { id: "trend.markA", title: "Put A at the time cursor", category: "Trend", keys: ["A"], panel: id, run: () => markHere("a") },
    { id: "trend.markB", title: "Put B at the time cursor", category: "Trend", keys: ["B"], panel: id, run: () => markHere("b") },
    { id: "trend.whatIf", title: "What if from the time cursor …", category: "Runs", run: () => whatIf(workbench.cursor.value.tUs) },
    { id: "trend.savePicture", title: "Save the trend as a picture (PNG)", category: "Trend", isEnabled: () => stack !== undefined && config.signals.length > 0, run: savePicture },
    { id: "trend.saveSamples", title: "Save the samples of the shown span (CSV)", category: "Trend", isEnabled: () => config.signals.length > 0, run: saveSamples },
    { id: "trend.showTable", title: "Trend as a table", category: "Trend", isEnabled: () => config.signals.length > 0, run: toggleTable },
  ]);
  const ofSelection = selection.signals.length > 0 ? { kind: "signal" as const, ids: selection.signals } : { kind: "asset" as const, ids: selection.assets };
  const selectable = selection.signals.length + selection.assets.length > 0;
  const isEmpty = config.signals.length === 0;
  return (
    <section
      ref={panel}
      className={`trend${isOver ? " drop-target" : ""}${marks && filter === "" ? " measuring" : ""}`}
      aria-label="Trend"
      onDragOver={(event) => {
        if (!isOurDrag(event.dataTransfer)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => setIsOver(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))}
      onDrop={drop}
    >
      <div className="trend-bar">
        <div className="find"><SearchField label="Find signals to plot" value={filter} onChange={setFilter} /></div>
        <HoverTime coordinator={coordinator} />
        <IconButton icon={Undo2} label="Undo zoom" keys="Backspace" onPress={actions.undoZoom} />
        <IconButton icon={Maximize2} label="Reset zoom" keys="0" onPress={actions.reset} />
        <IconButton icon={RulerDimensionLine} label="Measure between A and B" isPressed={marks !== undefined} isDisabled={isEmpty} onPress={toggleMarks} />
        <IconButton icon={GitBranch} label="What if from the time cursor …" onPress={() => whatIf(workbench.cursor.value.tUs)} />
        <IconButton icon={Image} label="Save as picture (PNG)" isDisabled={isEmpty || !stack} onPress={savePicture} />
        <IconButton icon={Download} label="Save samples of this span (CSV)" isDisabled={isEmpty} onPress={saveSamples} />
        <IconButton icon={Table2} label="Show as table" isPressed={config.showTable} isDisabled={isEmpty} onPress={toggleTable} />
        <IconButton icon={List} label="Show series list" isPressed={config.showList} onPress={() => setConfig({ ...config, showList: !config.showList })} />
      </div>
      {trouble && <div className="trend-trouble"><ErrorText error={trouble.message} /><Button onPress={() => coordinator.reload()}>Ask again</Button></div>}
      <div className="trend-body">
        {isEmpty && filter === "" ? (
          <EmptyState title="Nothing is plotted yet" actions={selectable && <Button icon={ChartSpline} onPress={() => setConfig(addToTrend(config, ofSelection))}>Plot what is selected</Button>}>
            Drag signals here from the tree or the address space, or type a name above.
          </EmptyState>
        ) : config.showTable ? <TrendTable coordinator={coordinator} /> : <TrendChart coordinator={coordinator} actions={actions} label="Plot. Left and right move the time cursor, plus and minus zoom, Backspace undoes a zoom, A and B mark the time cursor." onMark={moveMark} onMenu={(at, tUs = workbench.cursor.value.tUs) => setMenu({ at, tUs })} onStack={setStack} />}
        {((config.showList && !config.showTable) || filter !== "") && !(isEmpty && filter === "") && (
          <aside className="trend-side">
            {filter === "" ? <SeriesList coordinator={coordinator} selected={selection.signals} onSelect={select} onRemove={toggle} /> : <SignalPicker filter={filter} chosen={config.signals} onToggle={toggle} />}
          </aside>
        )}
      </div>
      {marks && !isEmpty && <MarkTable coordinator={coordinator} marks={marks} />}
      {menu && <ContextMenu label="Plot" at={menu.at} entries={trendMenu(menu.tUs, workbench.cursor.nowUs, { whatIf, seek: actions.seek, mark: moveMark })} onClose={() => setMenu(undefined)} />}
    </section>
  );
}

/** The instant that the list's values belong to. */
function HoverTime({ coordinator }: { readonly coordinator: TrendCoordinator }): ReactNode {
  const zone = useZone();
  const hoverUs = useStore(coordinator.hoverUs);
  return <span className="trend-time">{hoverUs === undefined ? "values at the time cursor" : `values at ${formatTime(hoverUs, zone, "millisecond")}`}</span>;
}
