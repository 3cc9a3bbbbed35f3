/**
 * What names in texts mean, as keys that tell two things apart: what references and renaming go by. `signal:Pump:flow` is
 * the signal with id `flow` of type `Pump`.
 */

export type TargetKind = "rule" | "calc" | "model" | "use" | "def" | "template" | "limit" | "parameter" | "line" | "type" | "signal" | "assetParameter" | "state" | "member" | "asset" | "relation" | "file";

export type Target = `${TargetKind}:${string}`;

/** Keys by the ids of the project, for those who rename in the tree. */
export const targetOf = {
  type: (typeId: string): Target => `type:${typeId}`,
  signal: (typeId: string, defId: string): Target => `signal:${typeId}:${defId}`,
  assetParameter: (typeId: string, defId: string): Target => `assetParameter:${typeId}:${defId}`,
  state: (typeId: string, name: string): Target => `state:${typeId}:${name}`,
  /** A member of an operational state or of a signal's enum. */
  member: (owner: Target, name: string): Target => `member:${owner}:${name}`,
  asset: (assetId: string): Target => `asset:${assetId}`,
  relation: (name: string): Target => `relation:${name}`,
  rule: (name: string): Target => `rule:${name}`,
  calc: (typeId: string, name: string): Target => `calc:${typeId}:${name}`,
  model: (name: string): Target => `model:${name}`,
  use: (typeId: string, name: string): Target => `use:${typeId}:${name}`,
  def: (file: string, name: string): Target => `def:${file}:${name}`,
  template: (file: string, name: string): Target => `template:${file}:${name}`,
  file: (file: string): Target => `file:${file}`,
  /** A line of a model, a limit of a rule or template, a parameter of a def or template. */
  line: (model: string, name: string): Target => `line:${model}:${name}`,
  limit: (owner: Target, name: string): Target => `limit:${owner}:${name}`,
  parameter: (owner: Target, name: string): Target => `parameter:${owner}:${name}`,
} as const;

export function kindOf(target: Target): TargetKind {
  // The key begins with its kind, by the type.
  return target.slice(0, target.indexOf(":")) as TargetKind;
}
