/** Names in model texts of files from elsewhere: words of the language, each once. */
import { TwinError } from "../../shared/contract/errors.ts";
import { EXPRESSION_WORDS, MODEL_BLOCKS, MODEL_TAIL_WORDS, MODEL_WORDS } from "../../shared/language/words.ts";

/** A word of the language made of any name; `otherwise` where nothing of it is left. */
function asName(name: string, otherwise: string): string {
  const word = name.replaceAll(/[^\p{L}\p{N}]+/gu, "_").replaceAll(/^_+|_+$/g, "").replace(/^(?=\p{N})/u, "v");
  return word === "" ? otherwise : word;
}

/** Models begin with a capital letter. */
export function asModelName(name: string): string {
  return asName(name, "Imported").replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** Each name once, and none of the language's own words. */
export class TextNames {
  readonly #taken = new Set<string>(["on", "as", "in", "der", "switch", ...EXPRESSION_WORDS, ...MODEL_WORDS, ...MODEL_BLOCKS, ...MODEL_TAIL_WORDS]);

  of(name: string): string {
    const base = asName(name, "value");
    let word = base;
    for (let number = 2; this.#taken.has(word); number++) word = `${base}_${number}`;
    this.#taken.add(word);
    return word;
  }
}

/** Throws `bad-input` where two lines of a model give one input or parameter of its file a value; one of them would win without a word. */
export function refuseTwice(model: string, role: "input" | "parameter", names: readonly string[], file: string): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new TwinError("bad-input", `Model ${model} gives two values to ${twice}, ${role === "input" ? "an input" : "a parameter"} of ${file}. Take one of its lines out, or let it name another by from.`);
}
