/** The life of an asset: which moves make sense, and the change that makes one, with its reason. */
import type { ProposedChange } from "../../contract/project.ts";
import { TwinError } from "../../contract/errors.ts";
import type { Lifecycle, Project } from "../project.ts";
import { assetOf } from "./assets.ts";
import { namesOf, put } from "./edit.ts";

/**
 * In service and under maintenance alternate. What failed is repaired first, so error leads to maintenance and not
 * straight back. What is in service is taken out of it before it is retired; a retired asset may be set up again.
 */
const MOVES: Readonly<Record<Lifecycle, readonly Lifecycle[]>> = {
  provisioning: ["active", "retired"],
  active: ["maintenance", "error"],
  maintenance: ["active", "error", "retired"],
  error: ["maintenance", "retired"],
  retired: ["provisioning"],
};

export function lifecycleMoves(from: Lifecycle): readonly Lifecycle[] {
  return MOVES[from];
}

/** States that every one of these assets may move to. */
export function commonMoves(project: Project, assetIds: readonly string[]): readonly Lifecycle[] {
  const [first, ...others] = assetIds.map((id) => MOVES[assetOf(project, id).lifecycle.state]);
  return first?.filter((state) => others.every((moves) => moves.includes(state))) ?? [];
}

export interface LifecycleMove {
  readonly to: Lifecycle;
  readonly reason: string;
  /** Who says so. */
  readonly by: string;
  readonly nowUs: number;
}

/** Throws `refused` for a move that makes no sense, `bad-input` without a reason. */
export function moveLifecycle(project: Project, assetIds: readonly string[], { to, reason, by, nowUs }: LifecycleMove): ProposedChange {
  const why = reason.trim();
  if (why === "") throw new TwinError("bad-input", "Say why: the reason is kept with the change.");
  const assets = assetIds.map((id) => assetOf(project, id));
  for (const asset of assets) {
    const { state } = asset.lifecycle;
    if (!MOVES[state].includes(to)) throw new TwinError("refused", `${asset.name} is ${state}; from there it can become ${MOVES[state].join(" or ")}, not ${to}.`);
  }
  return {
    label: `${namesOf(assets.map((asset) => asset.name))}: ${to}`,
    reason: why,
    changes: assets.map((asset) => put("assets", { ...asset, lifecycle: { state: to, sinceUs: nowUs, reason: why, by } })),
  };
}
