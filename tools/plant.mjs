/**
 * `npm run plant -- --port 4840 --signals 50000 --rate 1 [--seed N]`: the sample plant's OPC UA server by itself, built
 * first where needed. Runs until Ctrl+C.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { prepare, root } from "./prepare.mjs";

const DEFAULT_PORT = "4840";

await prepare("main");
const args = process.argv.slice(2);
if (!args.some((arg) => arg === "--port" || arg.startsWith("--port="))) args.push("--port", DEFAULT_PORT);
const plant = spawn(process.execPath, [join(root, "out", "main", "plant-server.js"), ...args], { stdio: "inherit" });
// The terminal sends Ctrl+C to both; this process only waits for the plant to end in order.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => plant.kill("SIGTERM"));
plant.on("exit", (code) => process.exit(code ?? 1));
