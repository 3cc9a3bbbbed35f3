/** Writing a file so that a crash leaves either the old one or the new one, never half of either. */
import { open, rename, rm } from "node:fs/promises";

/** Two that write one file at the same time must not take each other's unfinished one away. */
let writes = 0;

export async function atomicWrite(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}-${(writes += 1)}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      await handle.writeFile(text, "utf8");
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
