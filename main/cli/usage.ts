/** What the command line offers, as text and as errors that exit with 2. */
import { TwinError } from "../../shared/contract/errors.ts";

export const USAGE = `twinbench: the engineering workbench for digital twins, without its window

  twinbench new DIR [--sample]                         make a project
  twinbench import DIR FILE... [--time COLUMN] [--zone ZONE] [--unit COLUMN=UNIT]... [--asset NAME --type TYPE]
  twinbench record DIR [--for 60s]                     connect the project's sources and record
  twinbench check DIR                                  compile all .twin files
  twinbench apply DIR [FILE...] [--why TEXT]           put texts as saved live; without FILE all that differ
  twinbench backtest DIR [--rule NAME] [--from T] [--to T]
  twinbench alarms DIR [--from T] [--to T] [--rule NAME] [--performance [--backtest]]
  twinbench simulate DIR [--use NAME] [--from T] [--to T]
  twinbench calibrate DIR --use NAME --fit P,Q --from T --to T [--hold-out T..T]... [--bounds P=LOW..HIGH]... [--weight SIGNAL=W]... [--asset PATH]... [--starts N] [--seed N]
  twinbench query DIR SIGNAL [--run RUN] [--from T] [--to T] [--width N] [--csv]
  twinbench signals DIR
  twinbench library [NAME]                             models that come with the product; with NAME its text
  twinbench serve DIR [--port N] [--no-open] [--read-only]   open the window in a browser

Every command takes --json: one JSON document on standard output, messages on standard error.
Times are ISO 8601; without an offset they are in the project's zone.
Exit: 0 success, 1 a finding (errors in a check, a simulation that failed, a fit that may not be called a calibration), 2 bad usage or input.
`;

/** The command was not written as it must be. */
export function usageError(message: string): TwinError {
  return new TwinError("bad-input", `${message}\nRun twinbench --help for all commands.`);
}
