/** The processes in which previews with imported models are solved: one for what the texts say but for their numbers, kept for a while after its last preview. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { openSolver, type SolverPlace } from "../simulation/index.ts";
import type { RowResult, StudyProblem } from "./studyTypes.ts";
import { TrialWorker } from "./TrialWorker.ts";

/** Starting one again takes half a second; kept, it holds some hundred megabytes. */
const KEPT_MS = 60_000;
/** Kept although nobody asks: of two texts what is typed and what runs. */
const MOST_IDLE = 4;
/** What may change without another process: values, and where they stand in the text. */
const VALUES: ReadonlySet<string> = new Set(["value", "low", "high", "deviation", "start", "nominal"]);

interface Host {
  readonly worker: TrialWorker;
  /** Questions that are under way. */
  asked: number;
  idle: ReturnType<typeof setTimeout> | undefined;
}

export class TrialHosts {
  readonly #solver: SolverPlace;
  readonly #keptMs: number;
  /** By what is solved in them; the one that was asked last is the last. */
  readonly #hosts = new Map<string, Host>();
  #isClosed = false;

  constructor(solver: SolverPlace, keptMs = KEPT_MS) {
    this.#solver = solver;
    this.#keptMs = keptMs;
  }

  /** Solves a problem of systems of these uses. Their files are read anew: one that changed is another. As `TrialWorker.solve`. */
  async solve(uses: readonly UseProgram[], problem: StudyProblem, signal: AbortSignal): Promise<RowResult> {
    const key = keyOf(uses, await this.#solver.imported?.digests(uses));
    const host = this.#hosts.get(key) ?? { worker: new TrialWorker(openSolver(this.#solver, { work: "trials", task: undefined, uses }, "preview")), asked: 0, idle: undefined };
    this.#hosts.delete(key);
    this.#hosts.set(key, host);
    if (this.#isClosed) void this.#end(key, host);
    clearTimeout(host.idle);
    host.asked += 1;
    try {
      return await host.worker.solve(problem, signal);
    } finally {
      host.asked -= 1;
      if (host.asked === 0 && this.#hosts.get(key) === host) this.#keep(key, host);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#hosts].map(([key, host]) => this.#end(key, host)));
  }

  #keep(key: string, host: Host): void {
    host.idle = setTimeout(() => void this.#end(key, host), this.#keptMs);
    host.idle.unref();
    const idle = [...this.#hosts].filter(([, { asked }]) => asked === 0);
    for (const [oldest, one] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) void this.#end(oldest, one);
  }

  #end(key: string, host: Host): Promise<void> {
    clearTimeout(host.idle);
    this.#hosts.delete(key);
    return host.worker.close();
  }
}

function keyOf(uses: readonly UseProgram[], files: Readonly<Record<string, string>> = {}): string {
  const isValue = (name: string, value: unknown) => typeof value === "number" && VALUES.has(name);
  const isNumbers = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === "number");
  return JSON.stringify([uses, files], (name, value: unknown) => (name === "position" || isValue(name, value) || (name === "parameters" && isNumbers(value)) ? undefined : value));
}
