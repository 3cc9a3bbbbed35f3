/** From the path of a thing, or an end of it that is the only one of its kind, to the thing: as texts of the language name assets. */
import { TwinError } from "../../shared/contract/errors.ts";
import { formatPath } from "../../shared/model/path.ts";

export interface Placed<T> {
  readonly path: readonly string[];
  readonly thing: T;
}

/** Undefined where nothing ends so. Throws `bad-input` naming those that do where it is not the only one. */
export function findByPath<T>(all: readonly Placed<T>[], text: string): T | undefined {
  const named = (path: readonly string[]): boolean => formatPath(path) === text || path.join(".") === text;
  const whole = all.find(({ path }) => named(path));
  if (whole) return whole.thing;
  const [found, ...more] = all.filter(({ path }) => path.some((_, from) => named(path.slice(from))));
  if (found && more.length > 0) throw new TwinError("bad-input", `${text} may be ${[found, ...more].slice(0, MOST_NAMED).map(({ path }) => formatPath(path)).join(" or ")}${more.length >= MOST_NAMED ? ", and others" : ""}. Say more of its path.`);
  return found?.thing;
}

/** Enough to see what to write. */
const MOST_NAMED = 5;
