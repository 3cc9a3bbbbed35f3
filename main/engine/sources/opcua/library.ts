/**
 * The OPC UA library, loaded when the first connection needs it: it takes about a second, and a project of files never
 * does.
 *
 * Its own console messages are switched off unless NODEOPCUA_LOG_LEVEL says otherwise: what they tell is in a source's
 * status in plain words, and standard output belongs to the command line's answers.
 */
import type * as library from "node-opcua";

export type OpcUa = typeof library;

/** Level "emergency" of the library's loggers. */
const SILENT = "0";

let loading: Promise<OpcUa> | undefined;

export function loadOpcUa(): Promise<OpcUa> {
  process.env["NODEOPCUA_LOG_LEVEL"] ??= SILENT;
  return (loading ??= import("node-opcua"));
}
