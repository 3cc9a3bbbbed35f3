/** Sentences about runs that the window and the command line say alike. */
import type { Run, RunDifference } from "./runs.ts";
import { STUDY_TITLES } from "./studies.ts";

/** What kind of run it is, as people call it. */
export function kindText(kind: Run["kind"]): string {
  return kind === "monte-carlo" || kind === "one-at-a-time" ? STUDY_TITLES[kind] : kind;
}

/** As many signals are named in a sentence. */
const MOST_NAMED = 5;

export function differenceText(difference: RunDifference, nameOf: (signal: string) => string): string {
  switch (difference.kind) {
    case "version":
      return `Made by Twinbench ${difference.recorded}, repeated by ${difference.now}.`;
    case "texts-lost":
      return `Its versions of ${difference.files.join(", ")} are not in the project any more; the saved texts stood in.`;
    case "program":
      return "Its texts come to another model now: assets, parameters or units of the project have changed.";
    case "inputs":
      return `History has other samples now than were read then: ${named(difference.signals, nameOf)}.`;
    case "outputs":
      return `Computed otherwise: ${named(difference.signals, nameOf)}.`;
    case "stored":
      return `What is stored is not what was computed then: ${named(difference.signals, nameOf)}.`;
    case "findings":
      return `Found otherwise: ${named(difference.names, asItIs)}.`;
    case "stored-findings":
      return `What is kept is not what was found then: ${named(difference.names, asItIs)}.`;
  }
}

function asItIs(name: string): string {
  return name;
}

function named(signals: readonly string[], nameOf: (signal: string) => string): string {
  const names = signals.slice(0, MOST_NAMED).map(nameOf).join(", ");
  return signals.length > MOST_NAMED ? `${names} and ${signals.length - MOST_NAMED} more` : names;
}
