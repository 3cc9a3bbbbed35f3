/** The language's words: what begins a definition, a clause, an operator. What can be called is in `functions.ts`. */

export const DEFINITION_WORDS = ["calc", "rule", "model", "use", "def", "template", "override", "import"] as const;
export type DefinitionWord = (typeof DEFINITION_WORDS)[number];

export const RULE_WORDS = ["limit", "when", "clear", "severity", "message", "advise", "state", "unknown", "quality", "latched", "suppress", "re-alarm"] as const;
/** What declares a name in a model. */
export const MODEL_WORDS = ["input", "parameter", "state", "output", "table"] as const;
/** What lines of a model may begin with besides. */
export const MODEL_BLOCKS = ["when", "each"] as const;
/** Words behind what a line of a model declares. */
export const MODEL_TAIL_WORDS = ["linear", "start", "nominal", "from"] as const;
/** What a model may be instead of equations: `model M = fmu "models/m.fmu" step 1 s { … }`. */
export const IMPORT_KINDS = ["fmu", "onnx"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
/** Behind the file of such a model. */
export const STEP_WORD = "step";

/** The line of a use that makes it run along with the plant. */
export const LIVE_WORD = "live";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;

/** Operators that stand behind a condition, a window, a number or between two events. */
export const TEMPORAL_WORDS = ["for", "within", "tolerate", "hysteresis", "every", "coverage", "since", "then", "without"] as const;

/** Words that build expressions and therefore name nothing unless back-quoted (after a point they may). */
export const EXPRESSION_WORDS: ReadonlySet<string> = new Set(["and", "or", "not", "true", "false", ...TEMPORAL_WORDS]);

/** Never read as a unit, although they stand behind a number. */
export const UNIT_STOPPERS: ReadonlySet<string> = new Set([
  ...DEFINITION_WORDS, ...RULE_WORDS, ...MODEL_WORDS, ...MODEL_BLOCKS, ...MODEL_TAIL_WORDS, ...IMPORT_KINDS, STEP_WORD, ...EXPRESSION_WORDS, LIVE_WORD, "on", "as", "in", "after", "der", "switch",
]);

/** What a parameter of a def or template may be besides a number in a unit. */
export const PARAMETER_KINDS = ["condition", "event", "text"] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

/** For whoever is used to other languages' `if … else` and `? :`. */
export const CHOICE = "In a model a choice between values is written switch(condition, value, otherwise).";
