/** What the command line offers, as text and as errors that exit with 2. */
import { TwinError } from "../../shared/contract/errors.ts";

export const USAGE = `twinbench: the engineering workbench for digital twins, without its window

  twinbench new DIR [--sample]                         make a project
  twinbench import DIR FILE... [--time COLUMN] [--zone ZONE] [--unit COLUMN=UNIT]... [--asset NAME --type TYPE]
  twinbench record DIR [--for 60s]                     connect the project's sources and record
  twinbench check DIR                                  compile all .twin files
  twinbench apply DIR [FILE...] [--why TEXT]           apply texts as they are saved, so that they run; without FILE all that differ
  twinbench backtest DIR [--rule NAME] [--run RUN] [--from T] [--to T]
  twinbench alarms DIR [--from T] [--to T] [--rule NAME] [--performance [--backtest]]
  twinbench simulate DIR [--use NAME] [--from T] [--to T]
  twinbench what-if DIR --at T --for 2h --change USE.NAME=VALUE... [--use NAME] [--warm-up 24h] [--name TEXT]
  twinbench forecast DIR --for 2h [--use NAME] [--scenario USE.INPUT=hold|day|week]... [--change USE.NAME=VALUE]... [--vary USE.NAME=LOW..HIGH]... [--samples N] [--seed N] [--earlier N] [--warm-up 24h] [--name TEXT]
  twinbench runs DIR                                   all runs; RUN below is an id or a name of them
  twinbench verify DIR RUN...                          repeat runs from what they recorded: identical or not
  twinbench export DIR RUN FILE.csv|FILE.parquet       all outputs of a run
  twinbench calibrate DIR --use NAME --fit P,OTHER.Q --from T --to T [--hold-out T..T]... [--bounds P=LOW..HIGH]... [--weight SIGNAL=W]... [--asset PATH]... [--starts N] [--seed N]
  twinbench sweep|one-at-a-time DIR --use NAME --vary P=LOW..HIGH[/STEPS]... --from T --to T [--asset PATH] [--rule NAME]...
  twinbench monte-carlo|sensitivity DIR --use NAME --vary P=LOW..HIGH|P=MEAN+-DEVIATION|P*=LOW..HIGH... --from T --to T [--asset PATH] [--samples N] [--seed N] [--sampling sobol|latin-hypercube] [--rule NAME]...
  twinbench optimise DIR --use NAME --vary P=LOW..HIGH... --minimise|--maximise mean:OUTPUT --from T --to T [--keep "OUTPUT max < 80 degC"]... [--quiet-rules R1,R2=10min] [--asset PATH] [--evaluations N] [--seed N]
  twinbench query DIR SIGNAL [--run RUN] [--from T] [--to T] [--width N] [--csv]
  twinbench signals DIR
  twinbench library [NAME]                             models that come with the product; with NAME its text
  twinbench fmu DIR [FILE] [--add] [--allow|--forbid] [--text]   imported models: list, look at, let run on this machine, make a model text of
  twinbench onnx DIR [FILE] [--add] [--text]           predictors over windows of signals, the same
  twinbench serve DIR [--port N] [--no-open] [--read-only]   open the window in a browser

Every command takes --json: one JSON document on standard output, messages on standard error.
Times are ISO 8601; without an offset they are in the project's zone.
Exit: 0 success, 1 a finding (errors in a check, a simulation that failed, a run that is not identical, a fit that may not be called a calibration, limits that no values keep), 2 bad usage or input.
`;

/** The command was not written as it must be. */
export function usageError(message: string): TwinError {
  return new TwinError("bad-input", `${message}\nRun twinbench --help for all commands.`);
}
