/**
 * Uses that run along with the plant: which there are, when each joins, and that all go on as inputs become final. Their
 * outputs go the way of every result: recorded, shown, read by rules. It solves nothing itself, and nothing reaches the plant.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { LiveRun } from "../../../shared/contract/liveRuns.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { isKnown, type SampleBatch } from "../../../shared/model/sample.ts";
import { US_PER_MIN, US_PER_S } from "../../../shared/time/time.ts";
import { ALLOWED_LATENESS_US, type IngestListener } from "../ingest/index.ts";
import { digestProgram, LIVE_STEP_US, OUTPUT_STEP_US, signalsRead, sortSystems, withSources, type SolverPlace } from "../simulation/index.ts";
import { LiveFollower, type DriftChange } from "./LiveFollower.ts";
import { LiveOutputs } from "./LiveOutputs.ts";
import { LiveRecords, type LivePlan, type LiveRecord, type LiveRecordsOptions } from "./LiveRecords.ts";
import { LiveWorkers } from "./LiveWorkers.ts";

/** What is remembered goes to disk this often: a crash costs so much of the drift's last hour, and no sample. */
const KEEP_US = US_PER_MIN;
/** After an exchange that could not be made: what runs must come to what the texts say without anybody applying them again. */
const AGAIN_US = 10 * US_PER_S;

export interface LiveRunsOptions extends LiveRecordsOptions {
  /** Its worker is that of live runs. */
  readonly solver: SolverPlace;
  /** Returns when all that was received is on disk. */
  readonly recorded: () => Promise<void>;
  /** Where outputs go: to be recorded, shown and read by rules. */
  readonly onSamples: (batch: SampleBatch) => void;
  /** Other series predict now. */
  readonly onPredictions: () => void;
  readonly onDrift: (change: DriftChange) => void;
  readonly onTrouble: (error: TwinError) => void;
  readonly latenessUs?: number;
}

export class LiveRuns implements IngestListener {
  readonly #options: LiveRunsOptions;
  readonly #records: LiveRecords;
  readonly #workers: LiveWorkers;
  readonly #outputs = new LiveOutputs();
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  /** By what the system is, so that one that has not changed goes on when texts are applied. */
  #followers = new Map<string, LiveFollower>();
  #bySeries = new Map<number, LiveFollower[]>();
  /** One thing at a time: an exchange, or a round. */
  #work: Promise<void> = Promise.resolve();
  #joining: Promise<void> = Promise.resolve();
  #plan: LivePlan | undefined;
  /** When to make the exchange again that has failed. */
  #againUs = Infinity;
  #isStepping = false;
  #isConnected = false;
  #roundUs = -Infinity;
  #keptUs = -Infinity;

  constructor(options: LiveRunsOptions) {
    this.#options = options;
    this.#records = new LiveRecords(options, (uses) => this.#digest(uses));
    this.#workers = new LiveWorkers({ solver: options.solver, onLost: (ids) => this.#rejoin(this.#goingOn(ids)) });
  }

  /** What runs along with the plant now. */
  get list(): LiveRun[] {
    const uses = [...this.#followers.values()].flatMap((follower) => follower.uses);
    return this.#records.runs.map((run) => ({ run: run.id, use: run.uses[0] ?? "", uses: uses.filter(({ use }) => use === run.uses[0]) }));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Up to here all that goes on is computed; undefined where nothing does. */
  get predictedUntilUs(): number | undefined {
    const ends = [...this.#followers.values()].flatMap((follower) => (follower.isOn && follower.untilUs !== undefined ? [follower.untilUs] : []));
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** Makes exactly the live uses of this plan run; returns when their series are there. What has not changed goes on. */
  apply(plan: LivePlan): Promise<void> {
    if (plan.program === this.#plan?.program) return this.#work;
    this.#plan = plan;
    return this.#serial(() => this.#exchangeSurely(plan));
  }

  /** Sources have been heard: what is unknown since an earlier sitting is known to be so, and systems can join the plant. */
  connected(): void {
    this.#isConnected = true;
    this.#rejoin([...this.#followers.values()]);
  }

  /** Begins the systems of a run again from the measured state. Throws `not-found`. */
  restart(run: string): void {
    const use = this.#records.runs.find(({ id }) => id === run)?.uses[0];
    if (use === undefined) throw new TwinError("not-found", `The run ${run} does not run along with the plant now.`);
    void this.#serial(async () => {
      // A file that has changed is another model, and has another run.
      if (this.#plan) await this.#exchangeSurely(this.#plan);
      const again = [...this.#followers].filter(([, follower]) => !follower.isStarting && this.#followersOf(use).includes(follower));
      // Whoever else is in a process that is begun anew joins again with it.
      const renewed = again.flatMap(([id]) => this.#workers.renew(id));
      this.#rejoin([...new Set([...again.map(([, follower]) => follower), ...this.#goingOn(renewed)])]);
    });
  }

  onBatch({ series, tUs, value, status, flags }: SampleBatch): void {
    for (let row = 0; row < series.length; row++) {
      const followers = this.#bySeries.get(series[row] as number); // in range
      if (!followers) continue;
      const known = isKnown(value[row] as number, status[row] as number, flags[row] as number); // in range
      for (const follower of followers) follower.onSample(series[row] as number, tUs[row] as number, known ? (value[row] as number) : NaN); // in range
    }
  }

  onGap(series: Int32Array, fromUs: number): void {
    for (const id of series) for (const follower of this.#bySeries.get(id) ?? []) follower.onGap(id, fromUs);
  }

  /** A held value is held, whether or not somebody says so again. */
  onConfirm(): void {}

  /** To be called a few times a second. */
  tick(nowUs: number): void {
    const plan = this.#plan;
    if (plan && nowUs >= this.#againUs) {
      this.#againUs = Infinity;
      void this.#serial(() => this.#exchangeSurely(plan));
    }
    const finalUs = this.#finalUs(nowUs);
    if (this.#isStepping || this.#followers.size === 0 || finalUs <= this.#roundUs) return;
    this.#isStepping = true;
    this.#roundUs = finalUs;
    void this.#serial(() => this.#round(finalUs)).finally(() => (this.#isStepping = false));
  }

  /** Ends the worker and writes down where everything was left. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#workers.close();
    await this.#work;
    await this.#joining;
    await this.#records.keep((use) => this.#followersOf(use));
    for (const run of this.#records.runs) await this.#records.end(run, undefined);
    this.#listeners.clear();
  }

  /** One that fails is told and made again, unless another one has been asked for by then. */
  async #exchangeSurely(plan: LivePlan): Promise<void> {
    try {
      await this.#exchange(plan);
      this.#againUs = Infinity;
    } catch (error) {
      this.#againUs = this.#options.clock() + AGAIN_US;
      throw error;
    }
  }

  async #exchange(plan: LivePlan): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const systems = this.#systemsOf(plan);
    const before = this.#records.runs;
    const begun = await this.#records.exchange(plan, (use) => latestOf(this.#followersOf(use)));
    const fresh: LiveFollower[] = [];
    const next = new Map<string, LiveFollower>();
    const drifts = Object.assign({}, ...this.#records.runs.map((run) => run.drifts ?? {})) as NonNullable<(typeof before)[number]["drifts"]>; // objects of one kind
    for (const system of systems) {
      const id = await this.#idOf(system);
      const follower = this.#followers.get(id) ?? (await this.#follower(id, system, drifts));
      if (!this.#followers.has(id)) fresh.push(follower);
      follower.take(system, this.#records.targetsOf(system));
      next.set(id, follower);
    }
    // From here on nothing fails: what is arranged is what there is.
    const moved = this.#workers.arrange([...next].map(([id, { system }]) => ({ id, system })));
    for (const [id, follower] of this.#followers) {
      if (next.has(id)) continue;
      follower.isClosed = true;
      this.#workers.of({ id }).end(id).catch(this.#report);
      if (follower.untilUs !== undefined) this.#outputs.end(follower.series, follower.untilUs + 1);
    }
    this.#followers = next;
    this.#listen();
    for (const record of begun) this.#leave(record);
    this.#send();
    if (begun.length > 0 || before.length !== this.#records.runs.length) this.#options.onPredictions();
    if (this.#isConnected) this.#rejoin([...fresh, ...this.#goingOn(moved).filter((follower) => !fresh.includes(follower))]);
    this.#tell();
  }

  /** A record that was left off says nothing from there on, until its systems have joined. An output holds for its step at most. */
  #leave({ run, lastUs }: LiveRecord): void {
    const { history, clock } = this.#options;
    if (lastUs === undefined) return;
    const endUs = Math.min(lastUs + OUTPUT_STEP_US, this.#finalUs(clock()));
    if (endUs > lastUs) this.#outputs.end(run.signals.flatMap((signal) => history.idOf(signal, run.id) ?? []), endUs);
  }

  /** Up to here nothing more is expected; a whole step. */
  #finalUs(nowUs: number): number {
    return Math.floor((nowUs - (this.#options.latenessUs ?? ALLOWED_LATENESS_US)) / LIVE_STEP_US) * LIVE_STEP_US;
  }

  #systemsOf({ program }: LivePlan): UseProgram[][] {
    try {
      return sortSystems(withSources(program.uses.filter(({ live }) => live), program.uses));
    } catch (error) {
      this.#report(error);
      return [];
    }
  }

  async #follower(id: string, system: readonly UseProgram[], drifts: ConstructorParameters<typeof LiveFollower>[0]["drifts"]): Promise<LiveFollower> {
    const { history } = this.#options;
    await history.ensureSeries(signalsRead(system).map((signal) => ({ signal })));
    const follower = new LiveFollower({ id, system, history, worker: () => this.#workers.of({ id }), seriesOf: (signal) => history.idOf(signal) ?? -1, drifts });
    follower.judgeBy(this.#options.book.list);
    return follower;
  }

  /** Those of these that have not stopped. */
  #goingOn(ids: readonly string[]): LiveFollower[] {
    return ids.flatMap((id) => this.#followers.get(id) ?? []).filter(({ isStopped }) => !isStopped);
  }

  /** What these uses come to. A file that cannot be read is told where it is to be run. */
  async #digest(uses: readonly UseProgram[]): Promise<string> {
    return digestProgram(uses, await this.#options.solver.imported?.digests(uses).catch(() => undefined));
  }

  /** Uses that are solved together are one system; which of them are live says what it gives. */
  async #idOf(system: readonly UseProgram[]): Promise<string> {
    return `${await this.#digest(system)} ${system.map(({ live }) => (live ? 1 : 0)).join("")}`;
  }

  /** These join the plant, one after the other, while the others go on. */
  #rejoin(followers: readonly LiveFollower[]): void {
    for (const follower of followers) {
      if (follower.untilUs !== undefined) this.#outputs.end(follower.series, follower.untilUs + 1);
      follower.reset();
    }
    const { signal } = this.#closing;
    this.#joining = this.#joining.then(async () => {
      for (const follower of followers) {
        if (signal.aborted || follower.isClosed || follower.isStopped) continue;
        // From here on nothing is missed: all that came before is on disk when it is read.
        await this.#options.recorded();
        if (follower.isClosed || follower.isStopped) continue;
        await follower.join(this.#finalUs(this.#options.clock()), signal);
        // The round of this second may have passed it by.
        this.#roundUs = -Infinity;
        this.#tell();
      }
    }).catch(this.#report);
  }

  async #round(finalUs: number): Promise<void> {
    const changes: DriftChange[] = [];
    for (const follower of this.#followers.values()) changes.push(...(await follower.step(finalUs, this.#outputs)));
    this.#send();
    for (const change of changes) this.#options.onDrift(change);
    if (finalUs - this.#keptUs >= KEEP_US || changes.length > 0) {
      this.#keptUs = finalUs;
      for (const follower of this.#followers.values()) follower.judgeBy(this.#options.book.list);
      await this.#records.keep((use) => this.#followersOf(use));
    }
    this.#tell();
  }

  #send(): void {
    const batch = this.#outputs.take(this.#options.clock());
    if (batch) this.#options.onSamples(batch);
  }

  #listen(): void {
    this.#bySeries = new Map();
    for (const follower of this.#followers.values()) {
      for (const signal of signalsRead(follower.system)) {
        const id = this.#options.history.idOf(signal);
        if (id !== undefined) this.#bySeries.set(id, [...(this.#bySeries.get(id) ?? []), follower]);
      }
    }
  }

  #followersOf(use: string): LiveFollower[] {
    return [...this.#followers.values()].filter(({ system }) => system.some(({ name, live }) => live && name === use));
  }

  #serial(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch(this.#report);
    return this.#work;
  }

  readonly #report = (error: unknown): void => {
    const problem = TwinError.from(error);
    if (problem.code !== "cancelled" && !this.#closing.signal.aborted) this.#options.onTrouble(problem);
  };

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function latestOf(followers: readonly LiveFollower[]): number | undefined {
  const ends = followers.flatMap(({ untilUs }) => untilUs ?? []);
  return ends.length === 0 ? undefined : Math.max(...ends);
}
