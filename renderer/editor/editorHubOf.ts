/** The window's one editor hub, made when the first editor opens. It lives as long as the window: drafts outlive their tabs. */
import type { WindowServices } from "../app/state/WindowServices.ts";
import type { Workbench } from "../app/state/Workbench.ts";
import { formatDuration, formatSince } from "../app/state/zone.ts";
import { formatValue, shownUnit } from "../charts/formatValue.ts";
import { settingsOf } from "../../shared/model/project.ts";
import { findSignal } from "../../shared/model/signals.ts";
import { openWhy } from "../panels/Why/whyConfig.ts";
import { EditorHub } from "./EditorHub.ts";
import { IntervalsDialog } from "./IntervalsDialog.tsx";
import { SPARK, sparkline } from "./sparkline.ts";
import { US_PER_HOUR } from "../../shared/time/time.ts";
import { createElement } from "react";

const hubs = new WeakMap<Workbench, EditorHub>();

export function editorHubOf(workbench: Workbench, services: WindowServices): EditorHub {
  const known = hubs.get(workbench);
  if (known) return known;
  const zone = (): string => (services.preferences.utc.value ? "UTC" : settingsOf(workbench.project.value).zone);
  const hub = new EditorHub({
    workbench,
    words: () => ({ duration: formatDuration, time: (tUs) => formatSince(tUs, zone(), workbench.cursor.nowUs) }),
    lastValue: (signal) => lastValue(workbench, signal),
    sketch: (signal) => sketch(workbench, signal),
    openType: (typeId) => {
      const asset = Object.values(workbench.project.value.assets).find(({ type }) => type === typeId);
      if (asset) workbench.selection.set({ assets: [asset.id], signals: [] });
    },
    onWhy: (preview) => {
      const assets = preview.results.map(({ assetId }) => assetId);
      const asset = workbench.selection.value.assets.find((id) => assets.includes(id)) ?? assets[0];
      if (asset !== undefined) services.openPanel("why", openWhy({ rule: preview.rule, asset, file: preview.file, assets }));
    },
    onUse: ({ curves }) => services.give("trend", { kind: "signal", ids: curves.filter(({ assetId }) => assetId === curves[0]?.assetId).map(({ signal }) => signal) }),
    onPreview: (preview) => services.openDialog((close) => createElement(IntervalsDialog, { preview, onClose: close })),
  });
  hubs.set(workbench, hub);
  window.addEventListener("beforeunload", (event) => {
    if (hub.hasDrafts) event.preventDefault();
  });
  return hub;
}

/** The signal's value at the time cursor with its unit, or undefined if nothing is known. */
async function lastValue({ engine, project, cursor }: Workbench, id: string): Promise<string | undefined> {
  const signal = findSignal(project.value, id);
  if (!signal) return undefined;
  const { tUs, value, unknown, text } = await engine.history.asOf({ series: [{ signal: id }], tUs: cursor.value.tUs });
  if (Number.isNaN(tUs[0] ?? NaN) || unknown[0] === 1) return undefined;
  return `${formatValue(value[0] ?? NaN, signal, text?.[0])} ${shownUnit(signal)}`.trim();
}

/** The hour before the time cursor. */
async function sketch({ engine, project, cursor }: Workbench, id: string): Promise<string | undefined> {
  const signal = findSignal(project.value, id);
  if (signal?.dataType !== "number") return undefined;
  const toUs = Math.round(cursor.value.tUs);
  const span = { fromUs: toUs - US_PER_HOUR, toUs };
  const [data] = await engine.history.window({ series: [{ signal: id }], span, width: SPARK.width });
  const style = getComputedStyle(document.documentElement);
  return data && sparkline(data, span, signal.limits ?? {}, { line: style.getPropertyValue("--measured").trim() || style.getPropertyValue("--text").trim(), limit: style.getPropertyValue("--text-3").trim() });
}
