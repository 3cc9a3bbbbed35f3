/** Alarms, what withholds them and their figures: the public file of this module. */
export { AlarmBook, programOf, type AlarmBookOptions, type AlarmKind, type Deed } from "./AlarmBook.ts";
export { isShown } from "./moves.ts";
export { backtestOccurrences, recordedOccurrences } from "./occurrences.ts";
export type { AlarmStore } from "./AlarmLog.ts";
