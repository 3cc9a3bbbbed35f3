/** Where systems that go on with the plant are solved: our own models in one thread, those with imported models in a process for each set of files, so that a file that cannot run stops nobody else. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { openSolver, type SolverPlace } from "../simulation/index.ts";
import { LiveWorker } from "./LiveWorker.ts";

/** A system by its id. */
export interface PlacedSystem {
  readonly id: string;
  readonly system: readonly UseProgram[];
}

interface Host {
  readonly systems: readonly PlacedSystem[];
  readonly worker: LiveWorker;
}

export interface LiveWorkersOptions {
  readonly solver: SolverPlace;
  /** These are in no worker any more, since it ended; one that it ended over is not among them, and is told by its own question. */
  readonly onLost: (ids: readonly string[]) => void;
}

export class LiveWorkers {
  readonly #options: LiveWorkersOptions;
  readonly #thread: LiveWorker;
  #own: readonly string[] = [];
  /** By their files. */
  #hosts: ReadonlyMap<string, Host> = new Map();

  constructor(options: LiveWorkersOptions) {
    this.#options = options;
    this.#thread = this.#open([], () => this.#own);
  }

  /** Makes room for exactly these. Gives those that are in another process now than they were: nothing of them is in it yet. */
  arrange(systems: readonly PlacedSystem[]): string[] {
    const before = this.#hosts;
    const hosts = new Map<string, Host>();
    const moved: string[] = [];
    const byFiles = new Map<string, PlacedSystem[]>();
    for (const placed of systems) {
      const files = filesOf(placed.system);
      if (files !== "") byFiles.set(files, [...(byFiles.get(files) ?? []), placed]);
    }
    for (const [files, placed] of byFiles) {
      const known = before.get(files);
      const isSame = known !== undefined && idsOf(known.systems) === idsOf(placed);
      hosts.set(files, isSame ? known : { systems: placed, worker: this.#open(placed, () => placed.map(({ id }) => id)) });
      if (!isSame) moved.push(...placed.map(({ id }) => id));
    }
    this.#own = systems.filter(({ system }) => filesOf(system) === "").map(({ id }) => id);
    this.#hosts = hosts;
    for (const [files, { worker }] of before) if (hosts.get(files)?.worker !== worker) worker.close();
    return moved;
  }

  /** The one that a system is, or is to be, in. */
  of({ id }: Pick<PlacedSystem, "id">): LiveWorker {
    return this.#hostOf(id)?.worker ?? this.#thread;
  }

  /** Another process in place of that of a system, for whose files are others or may run now. Gives all that are in it. */
  renew(id: string): string[] {
    const host = this.#hostOf(id);
    if (!host) return [];
    const ids = host.systems.map((placed) => placed.id);
    this.#hosts = new Map([...this.#hosts].map(([files, one]) => [files, one === host ? { ...host, worker: this.#open(host.systems, () => ids) } : one]));
    host.worker.close();
    return ids;
  }

  close(): void {
    this.#thread.close();
    for (const { worker } of this.#hosts.values()) worker.close();
  }

  #hostOf(id: string): Host | undefined {
    return [...this.#hosts.values()].find(({ systems }) => systems.some((placed) => placed.id === id));
  }

  #open(systems: readonly PlacedSystem[], ids: () => readonly string[]): LiveWorker {
    const { solver, onLost } = this.#options;
    return new LiveWorker({
      open: openSolver(solver, { work: "live", task: undefined, uses: systems.flatMap(({ system }) => system) }, "live runs"),
      onLost: (asked) => onLost(ids().filter((id) => id !== asked)),
    });
  }
}

/** Nothing for a system of our own models alone. */
function filesOf(system: readonly UseProgram[]): string {
  return [...new Set(system.flatMap(({ model }) => model.imported?.file ?? []))].sort().join("\n");
}

function idsOf(systems: readonly PlacedSystem[]): string {
  return systems.map(({ id }) => id).sort().join("\n");
}
