/** What the palette finds: every word somewhere in the entry, better where names begin with it. Pure. */

export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  /** `Asset`, `Signal`, `Rule`, or a command's category. */
  readonly kind: string;
  /** Where it is: the path of an asset, the keys of a command. */
  readonly detail?: string;
  readonly keys?: string;
}

const MAX_FOUND = 60;

/** Best first; entries of equal worth keep their order. A leading `>` looks among commands alone. */
export function searchPalette<E extends PaletteEntry>(entries: readonly E[], query: string, isCommand: (entry: E) => boolean): readonly E[] {
  const commandsOnly = query.trimStart().startsWith(">");
  const words = query.replace(/^\s*>/, "").toLowerCase().split(/\s+/).filter(Boolean).map((text): Word => ({ text, beginning: new RegExp(`(^|[^\\p{L}\\p{N}])${escape(text)}`, "u") }));
  const candidates = commandsOnly ? entries.filter(isCommand) : entries;
  if (words.length === 0) return candidates.slice(0, MAX_FOUND);
  const scored = candidates.flatMap((entry) => {
    const score = scoreOf(entry, words);
    return score === undefined ? [] : [{ entry, score }];
  });
  return scored.sort((a, b) => b.score - a.score).slice(0, MAX_FOUND).map(({ entry }) => entry);
}

interface Word {
  readonly text: string;
  /** Matches where a word of the title begins with the text. */
  readonly beginning: RegExp;
}

function scoreOf(entry: PaletteEntry, words: readonly Word[]): number | undefined {
  const title = entry.title.toLowerCase();
  const rest = `${entry.kind} ${entry.detail ?? ""}`.toLowerCase();
  let score = 0;
  for (const { text, beginning } of words) {
    if (title.startsWith(text)) score += 8;
    else if (title.includes(text)) score += beginning.test(title) ? 5 : 3;
    else if (rest.includes(text)) score += 1;
    else return undefined;
  }
  return score - title.length / 1_000;
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
