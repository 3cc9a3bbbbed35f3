/** The command line as machines use it: a process of its own, its JSON, its words and its exit code. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../out/main/cli.js", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  /** The first whole line on standard output. Fails if the process ends without one. */
  readonly firstLine: Promise<string>;
  readonly finished: Promise<Finished>;
}

/** A user of a machine: everything they run shares their user folder. */
export class CommandLine {
  readonly #home: string;
  readonly #through: readonly string[];

  /** `through`: a program and its arguments that runs ours, with fewer rights for instance. */
  constructor(home: string, through: readonly string[] = []) {
    this.#home = home;
    this.#through = through;
  }

  start(...args: readonly string[]): Running {
    const [first = process.execPath, ...more] = [...this.#through, process.execPath, program, ...args];
    const child = spawn(first, more, { env: { ...process.env, TWINBENCH_HOME: this.#home, TZ: "UTC", CI: "true" } });
    child.stdin.end();
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const finished = new Promise<Finished>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
    const firstLine = new Promise<string>((resolve, reject) => {
      child.stdout.on("data", () => stdout.includes("\n") && resolve(stdout.slice(0, stdout.indexOf("\n"))));
      void finished.then(({ code }) => reject(new Error(`ended with ${code}: ${stderr}`)));
    });
    firstLine.catch(() => undefined); // not every caller asks for it
    return { process: child, firstLine, finished };
  }

  run(...args: readonly string[]): Promise<Finished> {
    return this.start(...args).finished;
  }

  /** Runs to success and gives the one document on standard output. */
  async json(...args: readonly string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await this.run(...args, "--json");
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
    // A command's document is an object, as the command line's description says.
    return JSON.parse(stdout) as Record<string, unknown>;
  }
}
