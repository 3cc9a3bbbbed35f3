/** The process in which previews with imported models are solved: kept as long as the texts say the same but for their numbers, and for a while after the last preview. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { openSolver, type SolverPlace } from "../simulation/index.ts";
import { TrialWorker } from "./TrialWorker.ts";

/** Starting it again takes half a second; kept, it holds some hundred megabytes. */
const KEPT_MS = 60_000;
/** What may change without another process: values, and where they stand in the text. */
const VALUES: ReadonlySet<string> = new Set(["value", "low", "high", "deviation", "start", "nominal"]);

export class TrialHost {
  readonly #solver: SolverPlace;
  #open: { readonly key: string; readonly worker: TrialWorker } | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(solver: SolverPlace) {
    this.#solver = solver;
  }

  /** A worker for systems of these uses. Their files are read anew; a file that changed is another. */
  async workerFor(uses: readonly UseProgram[]): Promise<TrialWorker> {
    const key = keyOf(uses, await this.#solver.imported?.digests(uses));
    if (this.#open?.key !== key) {
      await this.close();
      this.#open = { key, worker: new TrialWorker(openSolver(this.#solver, { work: "trials", task: undefined, uses }, "preview")) };
    }
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), KEPT_MS);
    this.#idle.unref();
    return this.#open.worker;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const open = this.#open;
    this.#open = undefined;
    await open?.worker.close();
  }
}

function keyOf(uses: readonly UseProgram[], files: Readonly<Record<string, string>> = {}): string {
  const isValue = (name: string, value: unknown) => typeof value === "number" && VALUES.has(name);
  const isNumbers = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === "number");
  return JSON.stringify([uses, files], (name, value: unknown) => (name === "position" || isValue(name, value) || (name === "parameters" && isNumbers(value)) ? undefined : value));
}
