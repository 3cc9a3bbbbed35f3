/** Colours by meaning: what a name is, where letters alone cannot tell. Laid over those of `tokenize`. */
import type { Project, TwinText } from "../../model/project.ts";
import { analyse } from "../analyse.ts";
import { occurrencesIn } from "./occurrences.ts";
import { kindOf, type TargetKind } from "./targets.ts";

/** UTF-16 offsets, [start, end). */
export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly kind: TargetKind;
  readonly definition: boolean;
}

/** The names of one file that mean something, in order, without overlap. */
export function semanticTokens(texts: readonly TwinText[], project: Project, file: string): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  for (const { start, end, targets: [target], definition, file: of } of occurrencesIn(analyse(texts, project))) {
    if (of !== file || !target || start < (tokens.at(-1)?.end ?? 0)) continue;
    tokens.push({ start, end, kind: kindOf(target), definition });
  }
  return tokens;
}
