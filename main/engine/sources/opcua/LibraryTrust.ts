/** Our trust store as the OPC UA library asks for it. The library only asks; deciding is the trust store's. */
import type { ICertificateStore, StatusCode } from "node-opcua";
import { loadOpcUa } from "./library.ts";
import type { TrustStore } from "./TrustStore.ts";

export class LibraryTrust implements ICertificateStore {
  referenceCounter = 0;
  readonly #trust: TrustStore;

  constructor(trust: TrustStore) {
    this.#trust = trust;
  }

  initialize(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  async checkCertificate(certificate: Buffer | Buffer[]): Promise<StatusCode> {
    const { StatusCodes } = await loadOpcUa();
    const first = Array.isArray(certificate) ? certificate[0] : certificate;
    const trusted = first !== undefined && (await this.#trust.stateOf(first)) === "trusted";
    return trusted ? StatusCodes.Good : StatusCodes.BadCertificateUntrusted;
  }

  async verifyCertificate(certificate: Buffer | Buffer[]): Promise<string> {
    return (await this.checkCertificate(certificate)).name;
  }

  getTrustStatus(certificate: Buffer): Promise<StatusCode> {
    return this.checkCertificate(certificate);
  }

  /** Trust is given by people, never by the library. */
  trustCertificate(): Promise<void> {
    return Promise.resolve();
  }

  rejectCertificate(): Promise<void> {
    return Promise.resolve();
  }

  addIssuer(): Promise<void> {
    return Promise.resolve();
  }

  addRevocationList(): Promise<void> {
    return Promise.resolve();
  }
}
