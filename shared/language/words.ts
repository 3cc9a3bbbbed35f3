/** The language's words: what begins a definition, a clause, an operator; and what is planned but not there yet. */

export const DEFINITION_WORDS = ["calc", "rule", "model", "use"] as const;
export type DefinitionWord = (typeof DEFINITION_WORDS)[number];

export const RULE_WORDS = ["when", "clear", "severity", "message", "advise", "state", "unknown", "quality"] as const;
export const MODEL_WORDS = ["input", "parameter", "state", "output"] as const;

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;

/** Words that build expressions and therefore name nothing unless back-quoted (after a point they may). */
export const EXPRESSION_WORDS: ReadonlySet<string> = new Set(["and", "or", "not", "true", "false", "for", "within", "tolerate"]);

/** Never read as a unit, although they stand behind a number. */
export const UNIT_STOPPERS: ReadonlySet<string> = new Set([
  ...DEFINITION_WORDS, ...RULE_WORDS, ...MODEL_WORDS, ...EXPRESSION_WORDS, "on", "as", "in", "after", "der",
  "every", "hysteresis", "then", "without", "since", "coverage", "switch", "def",
]);

/** Words behind an expression that the language reference defines and this version does not have. */
export const LATER_OPERATORS: ReadonlySet<string> = new Set(["hysteresis", "every", "then", "without", "since", "coverage"]);

/** Calls that the language reference defines and this version does not have. */
export const LATER_CALLS: ReadonlySet<string> = new Set([
  "avg", "stddev", "integral", "count", "duration", "delta", "rate", "stale", "missing", "bad", "total", "residual", "rises", "falls", "changes",
  "any", "all", "children", "pow", "exp", "ln", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "log", "log10", "switch", "sum",
]);

/** Definitions and model statements that are planned. */
export const LATER_DEFINITIONS: ReadonlySet<string> = new Set(["def", "test", "import"]);

/** Calls there are, with the number of arguments. */
export const CALLS: ReadonlyMap<string, number> = new Map([["abs", 1], ["sqrt", 1], ["min", 2], ["max", 2]]);
