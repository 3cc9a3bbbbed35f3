/** The product as its user runs it: a process of its own with a user folder of its own, started, asked for links, ended. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";
import { root } from "../../../tools/build.mjs";
import { until } from "./until.ts";

const run = promisify(execFile);
const START_MS = 120_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A user's own folder with nothing in it, removed with everything below it by `remove`. */
export async function freshHome(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "twinbench-e2e-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A copy of the sample project, its past made already, below this folder. */
export async function copySample(home: string, name = "Station"): Promise<string> {
  const folder = join(home, `${name}.twin`);
  await cp(inject("sampleFolder"), folder, { recursive: true });
  return folder;
}

/** `out/main/browser.js` (or the command line's `serve`) on a project (the sample of the user folder if none is named). */
export class Product {
  readonly url: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  readonly #output: () => string;

  private constructor(child: ChildProcess, url: string, ended: Promise<Ended>, output: () => string) {
    this.#child = child;
    this.#ended = ended;
    this.#output = output;
    this.url = url;
    this.pid = child.pid ?? 0;
  }

  static start(home: string, folder?: string): Promise<Product> {
    return Product.#run(home, "browser.js", ["--no-open", ...(folder === undefined ? [] : [folder])]);
  }

  /** `twinbench serve DIR --read-only`. */
  static look(home: string, folder: string): Promise<Product> {
    return Product.#run(home, "cli.js", ["serve", folder, "--no-open", "--read-only"]);
  }

  static async #run(home: string, program: string, words: readonly string[]): Promise<Product> {
    const args = [join(root, "out", "main", program), ...words];
    const child = spawn(process.execPath, args, { env: environment(home), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    let hasEnded = false;
    const ended = new Promise<Ended>((resolve) => child.once("exit", (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
    }));
    const url = await until("the product prints its link", () => {
      if (hasEnded) throw new Error(`The product ended at once:\n${output}`);
      return /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output)?.[0];
    }, START_MS);
    return new Product(child, url, ended, () => output);
  }

  /** Everything it has printed. */
  get output(): string {
    return this.#output();
  }

  /** Ctrl+C. */
  async stop(): Promise<Ended> {
    this.#child.kill("SIGINT");
    return this.#ended;
  }

  /** As the power fails: nothing of it can say a word any more. */
  async kill(): Promise<Ended> {
    this.#child.kill("SIGKILL");
    return this.#ended;
  }

  /** Process ids of its children that run this built program. */
  async children(program: string): Promise<number[]> {
    const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,args="]);
    return stdout.split("\n").flatMap((line) => {
      const [, pid, parent, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return Number(parent) === this.pid && args.includes(program) ? [Number(pid)] : [];
    });
  }
}

/** The environment of everything the tests start: their own user folder, and no browser opened. */
export function environment(home: string): NodeJS.ProcessEnv {
  return { ...process.env, TWINBENCH_HOME: home, HOME: home, CI: "true" };
}

/** Runs the command line to its end and returns its JSON document. */
export async function commandLine(home: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [join(root, "out", "main", "cli.js"), ...args, "--json"], { env: environment(home), maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout);
}
