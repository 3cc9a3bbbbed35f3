/**
 * Who Twinbench is to a server: its application certificate and private key, made at the first start and kept in a folder
 * of the user. Made in this process: needs neither an openssl program nor a network.
 */
import { createPrivateKey, KeyObject, X509Certificate } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { ICertificateKeyPairProvider } from "node-opcua";
import { TwinError } from "../../../../shared/contract/errors.ts";
import { loadOpcUa } from "./library.ts";

const CERTIFICATE_FILE = "twinbench-certificate.der";
const KEY_FILE = "private-key.pem";
/** Plants are seldom visited for certificates; servers that want shorter lives bring their own authority. */
const VALIDITY_DAYS = 3650;

export interface ClientIdentity {
  readonly applicationUri: string;
  /** DER. */
  readonly certificate: Buffer;
  readonly certificateFile: string;
  /** What the library signs with. */
  readonly keyPair: ICertificateKeyPairProvider;
}

/** Reads the certificate and key below `folder`, making them where there are none or where they have expired. */
export async function loadClientIdentity(folder: string, nowMs: number): Promise<ClientIdentity> {
  const own = join(folder, "own");
  const stored = await readIdentity(own);
  if (stored && Date.parse(new X509Certificate(stored.certificate).validTo) > nowMs) return stored;
  if (stored) await rename(own, `${own}-expired-${nowMs}`);
  await makeIdentity(folder, own);
  const made = await readIdentity(own);
  if (!made) throw new TwinError("internal", `Our own OPC UA certificate could not be written to ${own}. Check that the folder can be written.`);
  return made;
}

async function readIdentity(own: string): Promise<ClientIdentity | undefined> {
  const certificateFile = join(own, CERTIFICATE_FILE);
  let certificate: Buffer;
  let key: KeyObject;
  try {
    certificate = await readFile(certificateFile);
    key = createPrivateKey(await readFile(join(own, KEY_FILE)));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new TwinError("damaged", `Our own OPC UA certificate in ${own} cannot be read. Move that folder away; a new certificate is made at the next start.`, { cause: error });
  }
  const x509 = new X509Certificate(certificate);
  if (!x509.checkPrivateKey(key)) throw new TwinError("damaged", `Certificate and private key in ${own} do not belong together. Move that folder away; new ones are made at the next start.`);
  const { InMemoryCertificateKeyPairProvider } = await loadOpcUa();
  const keyPair = new InMemoryCertificateKeyPairProvider([certificate], { hidden: key });
  return { applicationUri: uriOf(x509), certificate, certificateFile, keyPair };
}

/** Written beside and moved into place whole, so that two programs starting at once end up with the same pair. */
async function makeIdentity(folder: string, own: string): Promise<void> {
  const { InMemoryCertificateKeyPairProvider } = await loadOpcUa();
  const host = hostname();
  const provider = new InMemoryCertificateKeyPairProvider();
  await provider.ensureCertificateExists({ applicationUri: `urn:${host}:Twinbench`, subject: `/CN=Twinbench@${host}/O=Twinbench`, dns: [host], validity: VALIDITY_DAYS });
  const { hidden } = provider.getPrivateKey();
  const pem = hidden instanceof KeyObject ? hidden.export({ type: "pkcs8", format: "pem" }) : String(hidden);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = await mkdtemp(join(folder, "own-"));
  await chmod(temporary, 0o700);
  await writeFile(join(temporary, KEY_FILE), pem, { mode: 0o600 });
  await writeFile(join(temporary, CERTIFICATE_FILE), provider.getCertificate());
  try {
    await rename(temporary, own);
  } catch (error) {
    // Another start was quicker: its pair is as good as ours.
    await rm(temporary, { recursive: true, force: true });
    if (!(error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST" || error.code === "EPERM"))) throw error;
  }
}

function uriOf(certificate: X509Certificate): string {
  return /URI:([^,\s]+)/.exec(certificate.subjectAltName ?? "")?.[1] ?? `urn:${hostname()}:Twinbench`;
}
