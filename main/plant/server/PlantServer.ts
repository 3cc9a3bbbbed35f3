/** The plant's OPC UA server: endpoints, security, users, and what stands behind them. One per process. */
import { existsSync, mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { MessageSecurityMode, OPCUACertificateManager, OPCUAServer, SecurityPolicy } from "node-opcua";
import { buildAddressSpace } from "./addressSpace.ts";
import { LivePlant } from "./LivePlant.ts";
import { LoadVariables } from "./LoadVariables.ts";
import { addMethods } from "./methods.ts";

/** The sample plant's user; it protects nothing and is printed in the README. */
export const PLANT_USER = { name: "operator", password: "north-pumps" } as const;
const APPLICATION_URI = "urn:twinbench.dev:sample-plant:server";
const CERTIFICATE_DAYS = 5 * 365;
const KEY_FILE_MODE = 0o700;

export interface PlantServerOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  readonly seed: number;
  readonly faults: boolean;
  /** Folder of the server's own certificate and of those it trusts; made if missing. */
  readonly pkiFolder: string;
  /** Extra variables for load tests; 0 for none. */
  readonly loadVariables: number;
  readonly loadRateHz: number;
  readonly onTick: (tick: number, emitted: number) => void;
}

export class PlantServer {
  readonly #server: OPCUAServer;
  readonly #live: LivePlant;
  readonly #load: LoadVariables | undefined;
  readonly endpoint: string;

  private constructor(server: OPCUAServer, live: LivePlant, load: LoadVariables | undefined, endpoint: string) {
    this.#server = server;
    this.#live = live;
    this.#load = load;
    this.endpoint = endpoint;
  }

  /** Resolves when the endpoint accepts connections. */
  static async start(options: PlantServerOptions): Promise<PlantServer> {
    const server = new OPCUAServer({
      port: options.port,
      host: options.host,
      hostname: options.host,
      serverInfo: { applicationUri: APPLICATION_URI, productUri: "twinbench.dev/sample-plant", applicationName: { text: "North pump station (Twinbench sample)" } },
      buildInfo: { productName: "Twinbench sample plant", manufacturerName: "Twinbench" },
      securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
      securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
      allowAnonymous: true,
      userManager: { isValidUser: (name: string, password: string) => name === PLANT_USER.name && password === PLANT_USER.password },
      ...(await certificates(options)),
      isAuditing: false,
      disableDiscovery: false,
      // Every change is told as it happens; above 0 the server would merge changes that come close together, silently.
      serverCapabilities: { minSupportedSampleRate: 0, maxSessions: 20, maxMonitoredItemsPerSubscription: 100_000, maxMonitoredItems: 400_000, maxSubscriptionsPerSession: 100 },
    });
    await server.initialize();
    const { addressSpace } = server.engine;
    if (!addressSpace) throw new Error("The OPC UA server has no address space.");
    const live = new LivePlant({ seed: options.seed, faults: options.faults, clock: () => Date.now() * 1000 });
    const nodes = buildAddressSpace(addressSpace, live.plant);
    addMethods(nodes, live.plant);
    live.warmUp(nodes);
    const { loadVariables: count, loadRateHz: rateHz, onTick } = options;
    const load = count > 0 ? await LoadVariables.create(nodes, addressSpace.rootFolder.objects, { count, rateHz, onTick }) : undefined;
    await server.start();
    live.start();
    load?.start();
    const port = server.endpoints[0]?.port ?? options.port;
    return new PlantServer(server, live, load, `opc.tcp://${options.host}:${port}`);
  }

  async close(): Promise<void> {
    this.#load?.close();
    this.#live.close();
    await this.#server.shutdown(0);
  }
}

/**
 * A self-signed certificate for this machine's names, made once per folder. Certificates of clients are accepted as
 * they come: the sample lets itself be read by everyone on this machine.
 */
async function certificates(options: PlantServerOptions): Promise<Pick<ConstructorParameters<typeof OPCUAServer>[0] & object, "serverCertificateManager" | "certificateFile" | "privateKeyFile">> {
  mkdirSync(options.pkiFolder, { recursive: true, mode: KEY_FILE_MODE });
  const serverCertificateManager = new OPCUACertificateManager({ rootFolder: options.pkiFolder, automaticallyAcceptUnknownCertificate: true });
  await serverCertificateManager.initialize();
  const certificateFile = join(options.pkiFolder, "own", "certs", "plant.pem");
  if (!existsSync(certificateFile)) {
    await serverCertificateManager.createSelfSignedCertificate({
      applicationUri: APPLICATION_URI,
      subject: "/CN=North pump station/O=Twinbench sample",
      dns: [hostname(), "localhost"],
      ip: [options.host === "0.0.0.0" ? "127.0.0.1" : options.host],
      startDate: new Date(),
      validity: CERTIFICATE_DAYS,
      outputFile: certificateFile,
    });
  }
  return { serverCertificateManager, certificateFile, privateKeyFile: serverCertificateManager.privateKey };
}
