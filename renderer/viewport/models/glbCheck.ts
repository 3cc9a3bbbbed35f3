/**
 * Whether a file is a GLB that can be shown as it is, before a loader touches it: binary glTF 2.0 (specification, section 4.4),
 * nothing referenced outside itself, no compression whose decoder is not shipped. Says why not in an engineer's words.
 */

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const HEADER_BYTES = 20;
/** Extensions that need a decoder; none is shipped, and none is ever fetched from elsewhere. */
const DECODERS: Readonly<Record<string, string>> = { KHR_draco_mesh_compression: "Draco", EXT_meshopt_compression: "meshopt", KHR_texture_basisu: "KTX2/Basis" };

export interface GlbNode {
  /** The node's name, `#index` where it has none. */
  readonly key: string;
}

export type GlbVerdict = { readonly ok: true; readonly nodes: readonly GlbNode[] } | { readonly ok: false; readonly reason: string };

/** What is used of the JSON chunk; everything may be missing, since it comes from a file. */
interface GltfJson {
  readonly nodes?: readonly { readonly name?: unknown }[];
  readonly buffers?: readonly { readonly uri?: unknown }[];
  readonly images?: readonly { readonly uri?: unknown }[];
  readonly extensionsRequired?: readonly unknown[];
}

const refused = (reason: string): GlbVerdict => ({ ok: false, reason });

export function checkGlb(bytes: Uint8Array): GlbVerdict {
  if (bytes.byteLength < HEADER_BYTES) return refused("the file is empty or truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return refused("it is no GLB file (binary glTF 2.0)");
  if (view.getUint32(4, true) !== 2) return refused(`it is glTF version ${view.getUint32(4, true)}; only version 2 can be shown`);
  const declared = view.getUint32(8, true);
  if (declared > bytes.byteLength) return refused(`it is truncated: ${bytes.byteLength} of ${declared} bytes`);
  const jsonBytes = view.getUint32(12, true);
  if (view.getUint32(16, true) !== JSON_CHUNK || HEADER_BYTES + jsonBytes > bytes.byteLength) return refused("the description of its scene is missing");
  const json = readJson(bytes.subarray(HEADER_BYTES, HEADER_BYTES + jsonBytes));
  if (!json) return refused("the description of its scene is damaged");
  const outside = [...(json.buffers ?? []), ...(json.images ?? [])].find(({ uri }) => typeof uri === "string" && !uri.startsWith("data:"));
  if (outside) return refused(`it refers to another file (${String(outside.uri).slice(0, 60)}); export it with everything inside`);
  const decoder = (json.extensionsRequired ?? []).map((name) => DECODERS[String(name)]).find(Boolean);
  if (decoder !== undefined) return refused(`it is compressed with ${decoder}; export it without compression`);
  return { ok: true, nodes: (json.nodes ?? []).map(({ name }, index) => ({ key: typeof name === "string" && name !== "" ? name : `#${index}` })) };
}

function readJson(bytes: Uint8Array): GltfJson | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    // Members are read one by one above, each checked for its type.
    return typeof json === "object" && json !== null ? (json as GltfJson) : undefined;
  } catch {
    return undefined;
  }
}
