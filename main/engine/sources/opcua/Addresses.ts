/**
 * Addresses of nodes as projects keep them: `nsu=<namespace uri>;<i|s|g|b>=<id>` (OPC UA Part 6, 5.3.1.11), `i=85` in the
 * standard's own namespace. Indexes change when a server is set up anew, so they never leave this module.
 */
import type { NodeId } from "node-opcua";
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { OpcUa } from "./library.ts";

const ADDRESS = /^(?:nsu=([^;]*);)?([isgb])=(.*)$/s;
const MAX_NUMERIC_ID = 0xffffffff;

export class Addresses {
  readonly #ua: OpcUa;
  readonly #uris: readonly string[];
  readonly #indexes: ReadonlyMap<string, number>;

  /** `uris` is the server's NamespaceArray. */
  constructor(ua: OpcUa, uris: readonly string[]) {
    this.#ua = ua;
    this.#uris = uris;
    this.#indexes = new Map(uris.map((uri, index) => [uri, index]));
  }

  format(nodeId: NodeId): string {
    const { NodeIdType } = this.#ua;
    const id = {
      [NodeIdType.NUMERIC]: () => `i=${String(nodeId.value)}`,
      [NodeIdType.STRING]: () => `s=${String(nodeId.value)}`,
      [NodeIdType.GUID]: () => `g=${String(nodeId.value)}`,
      [NodeIdType.BYTESTRING]: () => `b=${Buffer.isBuffer(nodeId.value) ? nodeId.value.toString("base64") : ""}`,
    }[nodeId.identifierType]();
    const uri = this.#uris[nodeId.namespace];
    // The URI's own semicolons and percent signs are escaped (Part 6, 5.3.1.11).
    return nodeId.namespace === 0 ? id : `nsu=${(uri ?? `unknown:${nodeId.namespace}`).replaceAll("%", "%25").replaceAll(";", "%3B")};${id}`;
  }

  /** Throws `bad-input` where the text is no address, `not-found` where this server has no such namespace. */
  parse(address: string): NodeId {
    const { NodeId: Id, NodeIdType } = this.#ua;
    const [, uriText, kind, id] = ADDRESS.exec(address) ?? [];
    if (kind === undefined || id === undefined) throw new TwinError("bad-input", `"${address}" is not the address of a node. Write nsu=<namespace uri>;s=<id>.`);
    const index = uriText === undefined ? 0 : this.#indexes.get(uriText.replaceAll("%3B", ";").replaceAll("%25", "%"));
    if (index === undefined) throw new TwinError("not-found", `The server has no namespace ${uriText ?? ""}. Was another program or version started there?`);
    switch (kind) {
      case "i":
        if (!/^\d+$/.test(id) || Number(id) > MAX_NUMERIC_ID) throw new TwinError("bad-input", `"${id}" is no numeric node id (in ${address}).`);
        return new Id(NodeIdType.NUMERIC, Number(id), index);
      case "s":
        return new Id(NodeIdType.STRING, id, index);
      case "g":
        return new Id(NodeIdType.GUID, id.toUpperCase(), index);
      default:
        return new Id(NodeIdType.BYTESTRING, Buffer.from(id, "base64"), index);
    }
  }
}
