/**
 * The strip below the panels: where in time everything stands. Drag to move the one time cursor, Shift or the middle button
 * to pan, wheel to zoom. The ground is a canvas; marks of alarms and the playhead are elements, so that they can be reached.
 */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Alarm } from "../../shared/contract/rules.ts";
import type { Span } from "../../shared/time/time.ts";
import { assetPath } from "../../shared/model/signals.ts";
import { useCommands } from "../app/commands/useCommands.ts";
import { onHistoryChange } from "../app/state/historyChanges.ts";
import { useStore } from "../app/state/Store.ts";
import { useWorkbench } from "../app/state/Workbench.ts";
import { formatDate, formatDateTime, formatDuration, formatTime, useZone } from "../app/state/zone.ts";
import { readColors, watchTheme } from "../charts/chartColors.ts";
import { attachGestures } from "../charts/gestures.ts";
import { TRIED_LEGEND } from "../charts/drawTried.ts";
import { timeActions } from "../charts/timeActions.ts";
import { timeKey } from "../charts/timeKeys.ts";
import { AlarmMark } from "../widgets/facts/AlarmMark.tsx";
import { isAcknowledged } from "../widgets/facts/alarmOrder.ts";
import { type AlarmTick, alarmTicks, neighbourAlarm } from "./alarmTicks.ts";
import { previewBandOf } from "./previewBands.ts";
import { presetSpan, SPAN_PRESETS } from "./spanPresets.ts";
import "./timeline.css";
import { TimelineCoordinator } from "./TimelineCoordinator.ts";
import { Transport } from "./Transport.tsx";

export function Timeline(): ReactNode {
  const workbench = useWorkbench();
  const { cursor } = workbench;
  const zone = useZone();
  const coordinator = useMemo(() => new TimelineCoordinator(workbench), [workbench]);
  const actions = useMemo(() => timeActions(cursor), [cursor]);
  const state = useStore(cursor);
  const alarms = useStore(coordinator.alarms);
  const trouble = useStore(coordinator.trouble);
  const preview = useStore(previewBandOf(cursor));
  const connection = useStore(workbench.connection);
  const track = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => coordinator.start(), [coordinator]);
  useEffect(() => coordinator.setZone(zone), [coordinator, zone]);
  useEffect(() => {
    if (connection === "open") coordinator.reload();
  }, [coordinator, connection]);
  useEffect(() => onHistoryChange(workbench.jobs, () => coordinator.reload()), [workbench, coordinator]);
  useEffect(() => {
    const [host, ground] = [track.current, canvas.current];
    if (!host || !ground) return;
    coordinator.attach(ground, readColors(host));
    const usPerPx = (): number => (cursor.value.span.toUs - cursor.value.span.fromUs) / Math.max(1, host.clientWidth);
    const timeAt = (px: number): number => Math.round(cursor.value.span.fromUs + Math.min(host.clientWidth, Math.max(0, px)) * usPerPx());
    const ends = [
      attachGestures(host, {
        onScrub: (px) => cursor.seek(timeAt(px)), onPan: (px) => actions.pan(-px * usPerPx()),
        onZoom: (px, factor) => actions.zoom(timeAt(px), factor), onDoubleClick: actions.reset,
      }),
      watchTheme(() => coordinator.setColors(readColors(host))),
    ];
    const size = new ResizeObserver(() => {
      coordinator.resize(host.clientWidth, host.clientHeight);
      setWidth(host.clientWidth);
    });
    size.observe(host);
    return () => {
      size.disconnect();
      for (const end of ends) end();
    };
  }, [coordinator, cursor, actions]);

  const showAlarm = (alarm: Alarm): void => {
    cursor.seek(alarm.sinceUs);
    workbench.selection.set({ assets: [alarm.assetId], signals: [], madeIn: "timeline" });
  };
  const step = (direction: 1 | -1): void => {
    const next = neighbourAlarm(alarms, state.tUs, direction);
    if (next) showAlarm(next);
  };
  useCommands(() => [
    { id: "time.nextAlarm", title: "To the next alarm", category: "Time", isEnabled: () => neighbourAlarm(alarms, state.tUs, 1) !== undefined, run: () => step(1) },
    { id: "time.previousAlarm", title: "To the alarm before", category: "Time", isEnabled: () => neighbourAlarm(alarms, state.tUs, -1) !== undefined, run: () => step(-1) },
    ...SPAN_PRESETS.map((preset) => ({ id: `time.span ${preset.label}`, title: `Show ${preset.label}`, category: "Time", run: () => actions.zoomTo(presetSpan(preset.lengthUs, cursor.value, cursor.nowUs)) })),
  ]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = timeKey(event, actions);
    if (!action || event.target !== event.currentTarget) return;
    event.preventDefault();
    action();
  };
  const { span, tUs } = state;
  const length = span.toUs - span.fromUs;
  const playheadPx = ((tUs - span.fromUs) / length) * width;
  const ticks = useMemo(() => alarmTicks(alarms, span, width), [alarms, span, width]);
  return (
    <section className="timeline" aria-label="Timeline">
      <Transport onStep={step} canStep={(direction) => neighbourAlarm(alarms, tUs, direction) !== undefined} />
      <div
        ref={track} className="track" role="slider" tabIndex={0} aria-label="Time cursor" aria-orientation="horizontal"
        aria-valuemin={span.fromUs / 1e6} aria-valuemax={span.toUs / 1e6} aria-valuenow={tUs / 1e6} aria-valuetext={formatDateTime(tUs, zone)} onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} aria-hidden />
        {trouble !== undefined && <p className="trouble" role="alert">{trouble}</p>}
        {ticks.map((tick) => <Tick key={tick.alarms[0].id} tick={tick} zone={zone} onShow={showAlarm} />)}
        {playheadPx >= -1 && playheadPx <= width + 1 && (
          <div className="playhead" style={{ transform: `translateX(${playheadPx}px)` }}>
            {state.mode !== "live" && <span className={playheadPx > width / 2 ? "left" : ""}>{formatTime(tUs, zone)}</span>}
          </div>
        )}
      </div>
      <div className="span">
        <div className="presets" role="group" aria-label="Span shown">
          {SPAN_PRESETS.map((preset) => (
            <button key={preset.label} type="button" aria-pressed={Math.abs(length - preset.lengthUs) < preset.lengthUs * 0.005} onClick={() => actions.zoomTo(presetSpan(preset.lengthUs, state, cursor.nowUs))}>
              {preset.label}
            </button>
          ))}
        </div>
        <div className="range" title={`${formatDateTime(span.fromUs, zone)} to ${formatDateTime(span.toUs, zone)}, ${zone}`}>
          {spanText(span, zone)} · {formatDuration(length)}
        </div>
        {preview && <div className="range" title={`What the rule at the text cursor would have done, in its priority's colour; ${TRIED_LEGEND}`}>tried: {preview.rule}</div>}
      </div>
    </section>
  );
}

/** The ends of the span; with month and day where they are not of one day. The year is in the title. */
function spanText({ fromUs, toUs }: Span, zone: string): string {
  const isOneDay = formatDate(fromUs, zone) === formatDate(toUs, zone);
  const end = (tUs: number): string => (isOneDay ? formatTime(tUs, zone, "minute") : formatDateTime(tUs, zone, "minute").slice("2026-".length));
  return `${end(fromUs)} – ${end(toUs)}`;
}

interface TickProps {
  readonly tick: AlarmTick;
  readonly zone: string;
  readonly onShow: (alarm: Alarm) => void;
}

/** One mark; several alarms at one place show the worst and their number. */
function Tick({ tick, zone, onShow }: TickProps): ReactNode {
  const { project } = useWorkbench();
  const [worst, ...others] = tick.alarms;
  const line = (alarm: Alarm): string => `${formatTime(alarm.sinceUs, zone)} ${alarm.severity}: ${assetPath(project.value, alarm.assetId).join(" › ")}, ${alarm.message}`;
  const title = [worst, ...others.slice(0, 7)].map(line).join("\n") + (others.length > 7 ? `\nand ${others.length - 7} more` : "");
  return (
    <button
      type="button" className="alarm-tick" title={title} aria-label={title} style={{ transform: `translateX(${tick.px}px)` }}
      onPointerDown={(event) => event.stopPropagation()} onClick={() => onShow(worst)}
    >
      <AlarmMark severity={worst.severity} isAcknowledged={isAcknowledged(worst)} sizePx={12} />
      {others.length > 0 && <span className="count">{tick.alarms.length}</span>}
    </button>
  );
}
