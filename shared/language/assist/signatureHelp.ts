/** Which call the cursor stands in, how it may be called, and which of its values is being written. */
import type { TwinText } from "../../model/project.ts";
import { DiagnosticSink } from "../diagnostics.ts";
import { FUNCTIONS } from "../functions.ts";
import { FunctionScopes } from "../FunctionScopes.ts";
import { lex, type Token } from "../lexer.ts";
import { parse } from "../parser.ts";
import type { ParameterSyntax } from "../syntax.ts";

export interface SignatureLabel {
  /** `avg(x, W)`. */
  readonly label: string;
  /** Spans of the values inside the label, [start, end). */
  readonly operands: readonly (readonly [start: number, end: number])[];
  readonly help: string;
}

export interface SignatureHelp {
  readonly signatures: readonly SignatureLabel[];
  /** The first signature that takes as many values as are written. */
  readonly activeSignature: number;
  readonly activeOperand: number;
}

/** Undefined where the cursor stands in no call. */
export function signatureHelp(texts: readonly TwinText[], file: string, offset: number): SignatureHelp | undefined {
  const text = texts.find(({ id }) => id === file)?.text ?? "";
  const call = callAt(lex(text.slice(0, offset)).filter(({ kind }) => kind !== "comment" && kind !== "end"));
  if (!call) return undefined;
  const signatures = signaturesOf(call.name, texts, file);
  if (signatures.length === 0) return undefined;
  const fitting = signatures.findIndex(({ operands }) => operands.length > call.operand);
  return { signatures, activeSignature: Math.max(0, fitting), activeOperand: call.operand };
}

/** The innermost call left open by the tokens, and how many commas of its own follow. */
function callAt(tokens: readonly Token[]): { readonly name: string; readonly operand: number } | undefined {
  let depth = 0;
  let operand = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind !== "symbol") continue;
    if (token.value === ")") depth += 1;
    else if (token.value === "{" || token.value === "}") return undefined;
    else if (token.value === "," && depth === 0) operand += 1;
    else if (token.value === "(") {
      const before = tokens[at - 1];
      if (depth > 0) depth -= 1;
      else if (before?.kind === "word" && before.end === token.start) return { name: before.value, operand };
      else operand = 0;
    }
  }
  return undefined;
}

function signaturesOf(name: string, texts: readonly TwinText[], file: string): SignatureLabel[] {
  const info = FUNCTIONS.get(name);
  if (info) return info.signatures.map(({ operands, help }) => labelled(name, operands, help));
  const scope = new FunctionScopes(texts.map(({ id, text }) => ({ tree: parse(id, text, new DiagnosticSink(id)), sink: new DiagnosticSink(id) }))).of(file);
  const own = scope.find(name)?.syntax ?? scope.template(name)?.syntax;
  return own ? [labelled(name, own.parameters.map(shown), own.doc ?? "")] : [];
}

function shown({ name, unit, value }: ParameterSyntax): string {
  return `${name.name} : ${unit.name}${value ? " = …" : ""}`;
}

function labelled(name: string, operands: readonly string[], help: string): SignatureLabel {
  let label = `${name}(`;
  const spans = operands.map((operand, index) => {
    if (index > 0) label += ", ";
    const start = label.length;
    label += operand;
    return [start, label.length] as const;
  });
  return { label: `${label})`, operands: spans, help };
}
