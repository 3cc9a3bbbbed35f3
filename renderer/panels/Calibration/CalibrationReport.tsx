/** What a calibration found and how far to trust it: verdict, intervals, errors beside guesses, what is left over. */
import { Check, FileInput, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { parameterName, type CalibrationResult, type ComparedFit, type FittedParameter } from "../../../shared/contract/calibration.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { XyPlot } from "../../charts/XyPlot.tsx";
import { Button } from "../../widgets/controls/Button.tsx";
import { FlagField } from "../../widgets/controls/fields.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import "../../widgets/layout/settingsAndOutcome.css";
import "./calibration.css";
import { takeOver } from "./takeOver.ts";

export interface CalibrationReportProps {
  readonly run: Run;
  readonly calibration: CalibrationResult;
}

/** Below this chance noise would not look like what is left. */
const UNLIKELY = 0.05;
const VERDICTS = { identified: "identified", weak: "weakly known", "not-identifiable": "not identifiable from this data" } as const;

export function CalibrationReport({ run, calibration }: CalibrationReportProps): ReactNode {
  const workbench = useWorkbench();
  const services = useWindow();
  const project = useStore(workbench.project);
  const { overlays } = useStore(workbench.shown);
  const zone = useZone();
  const { parameters, compared, overall, unit, passed, reason, whiteness, sensitivities, starts } = calibration;
  const amount = (value: number | undefined): string => (value === undefined ? "—" : `${formatNumber(value)} ${displayUnit(unit)}`.trim());
  const isBeside = overlays.includes(run.id);
  const toggle = (): void => workbench.shown.update((state) => ({ ...state, overlays: isBeside ? state.overlays.filter((id) => id !== run.id) : [...state.overlays, run.id] }));
  const untold = parameters.filter(({ verdict }) => verdict === "not-identifiable").map((parameter) => parameterName(parameter, calibration.use));
  const converged = starts.filter(({ ended }) => ended === "converged").length;
  return (
    <div className="tb-calibration-report">
      <p className={passed ? "verdict passed" : "verdict"} role="status">
        {passed ? <Check size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
        <span>
          <b>{passed ? "Calibrated." : "Fitted, not calibrated."}</b>{" "}
          {passed ? `Off by ${amount(overall.heldOut)} on what was held out, ${amount(overall.fit)} where it was fitted; guessing would be off by ${amount(Math.min(overall.constant, overall.lastValue))}.` : reason}
          {passed && untold.length > 0 && ` These data do not tell ${untold.join(", ")}: other values would do as well.`}
        </span>
      </p>
      <div className="tb-bar">
        <Button icon={FileInput} onPress={() => void takeOver({ run, calibration, project, services, writtenAt: formatDateTime(run.finishedUs ?? run.startedUs, zone, "minute"), spanText: (span) => `${formatDateTime(span.fromUs, zone, "minute")} to ${formatDateTime(span.toUs, zone, "minute")}` })}>Take over …</Button>
        <FlagField label="beside measured" value={isBeside} onChange={toggle} />
      </div>
      <Table label="Parameters found" rows={parameters} rowId={(row) => parameterName(row, calibration.use)} columns={parameterColumns(parameters, calibration.use)} empty={undefined} />
      <Table label="Errors of the fit" rows={compared} rowId={({ signal }) => signal} columns={errorColumns((id) => findSignal(project, id)?.path.slice(-2).join(" › ") ?? id)} onActivate={({ signal }) => services.give("trend", { kind: "signal", ids: [signal] })} empty={undefined} />
      <div className="tb-plots">
        {compared.map(({ signal, residuals, unit: own }) => (
          <XyPlot key={signal} label={`Left over: ${findSignal(project, signal)?.path.slice(-2).join(" › ") ?? signal}`} xLabel="time" yLabel={displayUnit(own)} look="points" xText={(tUs) => formatDateTime(tUs, zone, "minute")} series={[{ name: "measured minus simulated", isMain: true, x: residuals.tUs, y: residuals.value }]} />
        ))}
        <XyPlot label="Autocorrelation of what is left" xLabel="lag, samples" yLabel="" look="bars" xText={String} band={whiteness.band} series={[{ name: "autocorrelation", isMain: true, x: whiteness.autocorrelation.map((_, index) => index + 1), y: whiteness.autocorrelation }]} />
      </div>
      <p className="small">{whitenessWords(whiteness.probability)} {converged} of {starts.length} {starts.length === 1 ? "start" : "starts"} converged, led by {sensitivities === "exact" ? "exact sensitivities" : "differences"}. Fitted by {calibration.author}, seed {calibration.seed}.</p>
    </div>
  );
}

function whitenessWords(probability: number | undefined): string {
  if (probability === undefined) return "There are too few samples to tell whether what is left is noise.";
  if (probability < UNLIKELY) return "What is left is not noise (Ljung–Box): something systematic remains that the model does not say. The intervals allow for it.";
  return `What is left looks like noise (Ljung–Box, p = ${formatNumber(probability)}).`;
}

function parameterColumns(all: readonly FittedParameter[], own: string): TableColumn<FittedParameter>[] {
  const withUnit = ({ unit }: FittedParameter, value: number | undefined): string => (value === undefined ? "…" : `${formatNumber(value)} ${displayUnit(unit)}`.trim());
  // `Cooling.k` takes more room than `R`.
  const isQualified = all.some((row) => parameterName(row, own) !== row.name);
  return [
    { id: "name", label: "Parameter", width: isQualified ? "minmax(96px, 1.4fr)" : "minmax(56px, 1fr)", value: (row) => parameterName(row, own) },
    { id: "value", label: "Found", width: "92px", isNumeric: true, value: ({ value }) => value, text: (row) => withUnit(row, row.value) },
    { id: "before", label: "Before", width: "92px", isNumeric: true, value: ({ before }) => before, text: (row) => withUnit(row, row.before) },
    { id: "interval", label: "95 % interval", width: "minmax(104px, 1fr)", value: ({ low }) => low, text: ({ low, high }) => `${low === undefined ? "…" : formatNumber(low)} .. ${high === undefined ? "…" : formatNumber(high)}` },
    { id: "verdict", label: "Verdict", width: "minmax(72px, 1.2fr)", value: ({ verdict }) => VERDICTS[verdict] },
    ...(all.length < 2 ? [] : all.map((row, index): TableColumn<FittedParameter> => ({ id: `with ${parameterName(row, own)}`, label: `ρ ${parameterName(row, own)}`, width: isQualified ? "92px" : "64px", isNumeric: true, value: ({ correlation }) => correlation[index], text: ({ correlation }) => (correlation[index] ?? Number.NaN).toFixed(2) }))),
  ];
}

function errorColumns(nameOf: (signal: string) => string): TableColumn<ComparedFit>[] {
  const error = (id: string, label: string, of: (row: ComparedFit) => number | undefined): TableColumn<ComparedFit> => ({ id, label, width: "78px", isNumeric: true, value: of, text: (row) => (of(row) === undefined ? "—" : `${formatNumber(of(row) ?? 0)} ${displayUnit(row.unit)}`.trim()) });
  return [
    { id: "signal", label: "Compared signal", width: "minmax(90px, 1fr)", value: ({ signal }) => nameOf(signal) },
    error("fit", "Fitted", ({ fit }) => fit),
    error("heldOut", "Held out", ({ heldOut }) => heldOut),
    error("constant", "Mean", ({ constant }) => constant),
    error("lastValue", "First value", ({ lastValue }) => lastValue),
    { id: "samples", label: "Samples", width: "70px", isNumeric: true, value: ({ samples }) => samples },
  ];
}
