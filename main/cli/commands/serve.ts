/** `serve DIR`: the window in a browser, from a terminal. Keeps running until Ctrl+C. */
import { openWindow } from "../../browser/openWindow.ts";
import { projectFolder } from "../../shell/index.ts";
import { flag, textOption, type Command } from "../Command.ts";
import { Exit } from "../output.ts";
import { usageError } from "../usage.ts";
import { refuseIfOpen } from "../withEngine.ts";

const HIGHEST_PORT = 65_535;

export const serveCommand: Command = {
  options: { port: { type: "string" }, "no-open": { type: "boolean" }, "read-only": { type: "boolean" } },
  positionals: { min: 1, max: 1 },
  run: async (input) => {
    const port = Number(textOption(input, "port") ?? "0");
    if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) throw usageError(`--port ${textOption(input, "port")}: a whole number from 0 to ${HIGHEST_PORT} is needed.`);
    const folder = await projectFolder(input.positionals[0]);
    await refuseIfOpen(folder);
    const window = await openWindow({ folder, port, open: !flag(input, "no-open"), readOnly: flag(input, "read-only"), report: (error) => input.output.say(error.message) });
    await input.output.write(`${JSON.stringify({ url: window.url, pid: process.pid })}\n`);
    await new Promise<void>((resolve) => input.signal.addEventListener("abort", () => resolve(), { once: true }));
    if (window.kind === "started") await window.close();
    return Exit.success;
  },
};
