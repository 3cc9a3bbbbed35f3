/** When a process started, as an opaque word that differs between two processes with one pid. Known on Linux only. */
import { readFile } from "node:fs/promises";

/** Field 22 of /proc/<pid>/stat (proc(5)), counted behind the command name, which may hold blanks and brackets. */
export async function processStartTime(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
