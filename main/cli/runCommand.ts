/** From words to a command's exit code. Everything that can go wrong ends here, as a sentence and a code. */
import { parseArgs } from "node:util";
import { TwinError } from "../../shared/contract/errors.ts";
import { alarmsCommand } from "./commands/alarms.ts";
import { applyCommand } from "./commands/apply.ts";
import { backtestCommand } from "./commands/backtest.ts";
import { calibrateCommand } from "./commands/calibrate.ts";
import { checkCommand } from "./commands/check.ts";
import { exportCommand } from "./commands/export.ts";
import { importedCommand } from "./commands/imported.ts";
import { forecastCommand } from "./commands/forecast.ts";
import { importCommand } from "./commands/import.ts";
import { libraryCommand } from "./commands/library.ts";
import { newCommand } from "./commands/new.ts";
import { optimiseCommand } from "./commands/optimise.ts";
import { queryCommand } from "./commands/query.ts";
import { recordCommand } from "./commands/record.ts";
import { runsCommand } from "./commands/runs.ts";
import { serveCommand } from "./commands/serve.ts";
import { signalsCommand } from "./commands/signals.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { monteCarloCommand, oneAtATimeCommand, sensitivityCommand, sweepCommand } from "./commands/study.ts";
import { verifyCommand } from "./commands/verify.ts";
import { whatIfCommand } from "./commands/whatIf.ts";
import type { Command, CommandInput } from "./Command.ts";
import { Exit, Output, type ExitCode } from "./output.ts";
import { USAGE, usageError } from "./usage.ts";

const commands: Readonly<Record<string, Command>> = {
  new: newCommand,
  import: importCommand,
  record: recordCommand,
  check: checkCommand,
  apply: applyCommand,
  backtest: backtestCommand,
  alarms: alarmsCommand,
  simulate: simulateCommand,
  "what-if": whatIfCommand,
  forecast: forecastCommand,
  verify: verifyCommand,
  runs: runsCommand,
  export: exportCommand,
  calibrate: calibrateCommand,
  sweep: sweepCommand,
  "one-at-a-time": oneAtATimeCommand,
  "monte-carlo": monteCarloCommand,
  sensitivity: sensitivityCommand,
  optimise: optimiseCommand,
  query: queryCommand,
  signals: signalsCommand,
  library: libraryCommand,
  fmu: importedCommand("fmu"),
  onnx: importedCommand("onnx"),
  serve: serveCommand,
};

export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Runs one command line (without program name). Aborting the signal is Ctrl+C. */
export async function runCommand(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<ExitCode> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    streams.stdout.write(USAGE);
    return args.length === 0 ? Exit.badInput : Exit.success;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw usageError(`There is no command ${name}.`);
    return await command.run(readInput(command, name, rest, streams, signal));
  } catch (error) {
    const problem = TwinError.from(error);
    streams.stderr.write(`${problem.message}\n`);
    return Exit.badInput;
  }
}

function readInput(command: Command, name: string, args: readonly string[], streams: Streams, signal: AbortSignal): CommandInput {
  const { values, positionals } = parse(command, args);
  const { min, max } = command.positionals;
  if (positionals.length < min || positionals.length > max) throw usageError(`${name}: ${positionals.length < min ? "something is missing" : `"${positionals[max]}" is one word too many`}.`);
  return { positionals, values, signal, output: new Output({ json: values["json"] === true, ...streams }) };
}

function parse(command: Command, args: readonly string[]): Pick<CommandInput, "values" | "positionals"> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...command.options, json: { type: "boolean" } } });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}
