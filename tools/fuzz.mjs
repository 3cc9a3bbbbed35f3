/** `npm run fuzz [-- --minutes N] [--seed N]`: broken texts through the whole front end; what it does not survive is kept. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare, root } from "./prepare.mjs";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" }, seed: { type: "string", default: String(Date.now() % 2 ** 31) } } });
await prepare("main");
const env = { ...process.env, TWINBENCH_FUZZ_MINUTES: values.minutes, TWINBENCH_FUZZ_SEED: values.seed };
const run = spawn(process.execPath, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", "unit", "test/unit/language/fuzz.test.ts"], { cwd: root, env, stdio: "inherit" });
run.on("exit", (code) => process.exit(code ?? 1));
