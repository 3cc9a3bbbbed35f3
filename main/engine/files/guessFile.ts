/** How a file is to be read, whatever its kind. */
import { basename } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { FileGuess } from "../../../shared/contract/files.ts";
import { guessParquet } from "./guessParquet.ts";
import { guessText } from "./guessText.ts";
import { readHead } from "./readHead.ts";

/** Throws `not-found`, or `bad-input` for an empty, binary or damaged file. `defaultZone` is for stamps without an offset. */
export async function guessFile(path: string, defaultZone: string): Promise<FileGuess> {
  const head = await readHead(path);
  try {
    return head.parquet ? await guessParquet(path, defaultZone) : guessText(head, defaultZone);
  } catch (error) {
    const problem = TwinError.from(error);
    throw new TwinError(problem.code, `${basename(path)}: ${problem.message}`, { cause: error });
  }
}
