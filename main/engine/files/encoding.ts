/** Which characters a text file's bytes stand for, told from its first part. */
import chardet from "chardet";
import { TwinError } from "../../../shared/contract/errors.ts";

/** Names as TextDecoder knows them. */
export interface EncodingGuess {
  readonly encoding: string;
  /** Why, where it is not plain UTF-8. */
  readonly note?: string;
}

const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
/** Tried besides what the detector names: it needs more text than a header has. */
const USUAL_SUSPECTS = ["windows-1252", "gb18030"];
/** Characters that stand in headers of measurements, in any language. */
const TECHNICAL = /[°µμ²³Ωσ±·½℃％]/gu;
const LETTERS = /[\p{Script=Latin}\p{Script=Han}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Throws `bad-input` for an empty or a binary file. */
export function guessEncoding(head: Uint8Array): EncodingGuess {
  if (head.length === 0) throw new TwinError("bad-input", "The file is empty: there is nothing to import.");
  const marked = BYTE_ORDER_MARKS.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (marked) return { encoding: marked[0] };
  if (head.includes(0)) throw new TwinError("bad-input", "The file is binary, not text. Twinbench reads CSV, TSV and Parquet files.");
  if (decodes(head, "utf-8")) return { encoding: "utf-8" };
  const names = [...USUAL_SUSPECTS, ...chardet.analyse(head).map(({ name }) => name.toLowerCase())];
  const scored = [...new Set(names)].flatMap((encoding) => {
    const text = tryDecode(head, encoding);
    return text === undefined ? [] : [{ encoding, score: plausibility(text) }];
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { encoding: "windows-1252", score: -Infinity });
  return { encoding: best.encoding, note: `The text is not UTF-8; it reads best as ${best.encoding}. Check letters such as ° and µ in the preview.` };
}

/** Whether the bytes are text of this encoding, a last character that is cut off aside. */
function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    // Not that encoding, or one this platform does not know.
    return undefined;
  }
}

/** What is not ASCII should be technical signs or letters; anything else speaks against the encoding. Per character. */
function plausibility(text: string): number {
  const foreign = [...text].filter((character) => character > "\x7f");
  if (foreign.length === 0) return 0;
  const joined = foreign.join("");
  const technical = joined.match(TECHNICAL)?.length ?? 0;
  const letters = joined.match(LETTERS)?.length ?? 0;
  return (3 * technical + letters - 2 * (foreign.length - technical - letters)) / foreign.length;
}
