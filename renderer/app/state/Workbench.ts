/**
 * Everything panels share, handed to them through one React context: the engine, the project, one cursor, one selection.
 * Composed in `app/main.tsx`; panels receive it with `useWorkbench()` and never reach around it.
 */
import { createContext, useContext } from "react";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import type { EngineStatus, Job, Notice } from "../../../shared/contract/engine.ts";
import type { LiveRun } from "../../../shared/contract/liveRuns.ts";
import type { ProjectInfo } from "../../../shared/contract/project.ts";
import type { Alarm, AssetState, RuleStatus } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { SourceStatus } from "../../../shared/contract/sources.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { Readable, Store } from "./Store.ts";
import type { TimeCursor } from "./TimeCursor.ts";
import type { ValueHub } from "./values.ts";

/** What is chosen, the same for tree, viewport, alarms, trend and inspector. */
export interface Selection {
  readonly assets: readonly string[];
  readonly signals: readonly string[];
  readonly source?: string;
  /** The panel in which it was made, so that it does not scroll itself. */
  readonly madeIn?: string;
}

export type Connection = "connecting" | "open" | "lost";

/** Which run is shown in place of measured, and what colours the viewport. */
export interface Shown {
  /** Run id; `measured` unless a simulation is looked at. */
  readonly run: string;
  /** Runs drawn beside measured in trends. */
  readonly overlays: readonly string[];
}

export interface Workbench {
  readonly engine: EngineClient;
  readonly connection: Readable<Connection>;
  readonly project: Readable<Project>;
  readonly info: Readable<ProjectInfo | undefined>;
  readonly cursor: TimeCursor;
  /** Values at the cursor; components use `useValue` and `useValues`, plots and the viewport `watch`. */
  readonly values: ValueHub;
  readonly selection: Store<Selection>;
  readonly shown: Store<Shown>;
  readonly status: Readable<EngineStatus | undefined>;
  readonly jobs: Readable<readonly Job[]>;
  readonly notices: Store<readonly Notice[]>;
  readonly sources: Readable<readonly SourceStatus[]>;
  /** Alarms that are active or not yet acknowledged. */
  readonly alarms: Readable<readonly Alarm[]>;
  readonly states: Readable<readonly AssetState[]>;
  readonly rules: Readable<readonly RuleStatus[]>;
  readonly runs: Readable<readonly Run[]>;
  /** What runs along with the plant now. */
  readonly liveRuns: Readable<readonly LiveRun[]>;
}

export const WorkbenchContext = createContext<Workbench | undefined>(undefined);

/** The workbench of this window. Throws outside of one: a programming error. */
export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("useWorkbench() outside of a workbench window");
  return workbench;
}
