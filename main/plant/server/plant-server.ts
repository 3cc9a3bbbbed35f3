/**
 * The sample plant as a process. Started by the engine with a channel, or by hand with `npm run plant`. Says
 * `{"endpoint": …}` once on stdout and on the channel, and ends when the channel closes or on a signal.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parentChannel } from "../../engine/processes/index.ts";
import { PlantServer } from "./PlantServer.ts";

/** A plant that cannot shut down in order within this time ends anyway. */
const SHUTDOWN_MS = 400;

const USAGE = "Options: --port N  --host ADDRESS  --seed N  --signals N  --rate HZ  --pki FOLDER  --no-faults";

function numberOption(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= low && value <= high)) throw new Error(`--${name} takes a number from ${low} to ${high}, not “${text}”.`);
  return value;
}

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "0" }, host: { type: "string", default: "127.0.0.1" }, seed: { type: "string", default: "1" },
      signals: { type: "string", default: "0" }, rate: { type: "string", default: "1" }, pki: { type: "string" }, "no-faults": { type: "boolean", default: false },
    },
  });
  return {
    port: numberOption("port", values.port, 0, 65_535),
    host: values.host,
    seed: numberOption("seed", values.seed, -2_147_483_648, 2_147_483_647),
    loadVariables: numberOption("signals", values.signals, 0, 200_000),
    loadRateHz: numberOption("rate", values.rate, 0.01, 100),
    pkiFolder: values.pki ?? join(homedir(), ".twinbench", "sample-plant"),
    faults: !values["no-faults"],
  };
}

/** node-opcua prints its warnings by `console.log`; standard output is ours alone. */
function keepStandardOutput(): void {
  console.log = console.error;
}

async function main(): Promise<void> {
  keepStandardOutput();
  const channel = parentChannel();
  const tell = (message: unknown): void => {
    try {
      channel?.send(message);
    } catch {
      // Whoever listened has gone; that the channel has closed is told in a moment, and ends the plant.
    }
  };
  const server = PlantServer.start({ ...readOptions(process.argv.slice(2)), onTick: (tick, emitted) => tell({ tick, emitted }) });
  const stop = (): void => {
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
    void server.then((running) => running.close()).then(() => process.exit(0), () => process.exit(1));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  channel?.onClose(stop);
  const { endpoint } = await server;
  process.stdout.write(`${JSON.stringify({ endpoint })}\n`);
  tell({ endpoint });
}

main().catch((error: unknown) => {
  process.stderr.write(`The sample plant could not start: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exit(2);
});
