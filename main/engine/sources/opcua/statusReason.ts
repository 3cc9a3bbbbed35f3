/** Why a server refused something about one node, in plain words, by the name of its StatusCode (OPC UA Part 4, 7.39.2). */

const REASONS: Readonly<Record<string, string>> = {
  BadNodeIdUnknown: "The server has no such node. Was it renamed or removed there?",
  BadNodeIdInvalid: "The server does not accept the address.",
  BadAttributeIdInvalid: "The node holds no value: it is not a variable.",
  BadNotReadable: "The server does not let it be read.",
  BadUserAccessDenied: "The user we are logged in as may not read it.",
  BadTooManyMonitoredItems: "The server takes no more signals on this connection.",
  BadMonitoredItemFilterUnsupported: "The server cannot watch this node.",
  BadOutOfRange: "The server refused the sampling it was asked for.",
  BadNotSupported: "The server cannot do this with the node.",
  BadOutOfMemory: "The server is out of memory.",
};

export function statusReason(name: string): string {
  return REASONS[name] ?? `The server refused it (${name === "" ? "no reason given" : name}).`;
}
