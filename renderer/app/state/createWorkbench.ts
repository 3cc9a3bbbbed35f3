/** Composes the workbench of one window from a link to the engine: every stream into its store, one cursor, one selection. */
import { followStanding } from "../../../shared/alarms/standingAlarms.ts";
import type { EngineStatus, Job, Notice } from "../../../shared/contract/engine.ts";
import type { TwinError } from "../../../shared/contract/errors.ts";
import { MEASURED } from "../../../shared/contract/history.ts";
import type { LiveRun } from "../../../shared/contract/liveRuns.ts";
import type { ProjectInfo } from "../../../shared/contract/project.ts";
import type { Alarm, AssetState, RuleStatus } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { SourceStatus } from "../../../shared/contract/sources.ts";
import type { CallOptions } from "../../../shared/contract/define.ts";
import { systemClock } from "../../../shared/time/time.ts";
import { follow, type Link } from "../connection/follow.ts";
import { EMPTY_PROJECT, noticesAfter, projectAfter, selectionAfter } from "./feeds.ts";
import { Store } from "./Store.ts";
import { TimeCursor } from "./TimeCursor.ts";
import { ValueHub } from "./values.ts";
import type { Connection, Selection, Shown, Workbench } from "./Workbench.ts";

export interface OwnedWorkbench {
  readonly workbench: Workbench;
  /** Resolves with the first snapshot of the project. */
  readonly opened: Promise<void>;
  readonly dispose: () => void;
}

export function createWorkbench(link: Link): OwnedWorkbench {
  const engine = link.client;
  const cursor = new TimeCursor(systemClock());
  const shown = new Store<Shown>({ run: MEASURED, overlays: [] });
  const connection = new Store<Connection>("connecting");
  const project = new Store(EMPTY_PROJECT);
  const info = new Store<ProjectInfo | undefined>(undefined);
  const status = new Store<EngineStatus | undefined>(undefined);
  const jobs = new Store<readonly Job[]>([]);
  const notices = new Store<readonly Notice[]>([]);
  const sources = new Store<readonly SourceStatus[]>([]);
  const alarms = new Store<readonly Alarm[]>([]);
  const states = new Store<readonly AssetState[]>([]);
  const rules = new Store<readonly RuleStatus[]>([]);
  const runs = new Store<readonly Run[]>([]);
  const liveRuns = new Store<readonly LiveRun[]>([]);
  const selection = new Store<Selection>({ assets: [], signals: [] });
  const values = new ValueHub({ link, cursor, shown, onNow: (nowUs) => cursor.follow(nowUs) });

  const opening: { resolve?: () => void } = {};
  const opened = new Promise<void>((resolve) => {
    opening.resolve = resolve;
  });
  const onError = (error: TwinError): void => notices.update((known) => noticesAfter(known, { atUs: cursor.nowUs, severity: "error", message: error.message }));
  const feed = <F>(open: (options: CallOptions) => AsyncIterable<F>, onFrame: (frame: F) => void): (() => void) => follow({ link, open, onFrame, onError });

  const stops = [
    link.subscribe((state) => connection.set(state.kind === "closed" ? "lost" : state.kind)),
    feed((options) => engine.project.watch({}, options), (frame) => {
      const before = project.value;
      project.set(projectAfter(before, frame));
      selection.update((chosen) => selectionAfter(chosen, before, project.value));
      info.set(frame.info);
      opening.resolve?.();
    }),
    feed((options) => engine.engine.status({}, options), (frame) => {
      status.set(frame);
      cursor.follow(frame.nowUs);
    }),
    feed((options) => engine.engine.jobs({}, options), (frame) => jobs.set(frame)),
    feed((options) => engine.engine.notices({}, options), (frame) => notices.update((known) => noticesAfter(known, frame))),
    feed((options) => engine.sources.status({}, options), (frame) => sources.set(frame)),
    feed((options) => followStanding(() => engine.rules.alarms({}, options)), (list) => alarms.set(list.alarms)),
    feed((options) => engine.rules.states({}, options), (frame) => states.set(frame)),
    feed((options) => engine.rules.status({}, options), (frame) => rules.set(frame)),
    feed((options) => engine.runs.watch({}, options), (frame) => runs.set(frame)),
    feed((options) => engine.liveRuns.watch({}, options), (frame) => liveRuns.set(frame)),
  ];
  const workbench: Workbench = {
    engine, connection, project, info, cursor, values, shown, status, jobs, notices, sources, alarms, states, rules, runs, liveRuns,
    selection,
  };
  const dispose = (): void => {
    for (const stop of stops) stop();
    values.dispose();
    cursor.dispose();
    link.close();
  };
  return { workbench, opened, dispose };
}
