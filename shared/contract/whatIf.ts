/** What-if: how a run goes on from an instant of the past when some things are other than they were. */
import { z } from "zod";
import { displayUnit } from "../units/displayUnit.ts";
import { US_PER_DAY } from "../time/time.ts";

/** A longer look ahead would keep more than three million instants of each output. */
export const LONGEST_WHAT_IF_US = 366 * US_PER_DAY;
/** Most models have forgotten how they were started after a day. */
export const USUAL_WARM_UP_US = US_PER_DAY;

export const changeKinds = ["set", "shift", "scale"] as const;
export type ChangeKind = (typeof changeKinds)[number];

const name = z.string().min(1).max(200);

/** An input or a parameter of a use that is other from the instant on: on one asset, or wherever the use stands. */
export const whatIfChange = z.object({
  of: z.enum(["input", "parameter"]),
  use: name,
  name,
  asset: z.string().max(200).optional(),
  how: z.enum(changeKinds),
  /** The value itself, what is added, or the factor; in the unit that the model declares. */
  amount: z.number(),
});
export type WhatIfChange = z.infer<typeof whatIfChange>;

export const whatIfRequest = z.object({
  /** Without it all uses are solved as one system. */
  use: z.string().optional(),
  atUs: z.number().int(),
  forUs: z.number().int().positive().max(LONGEST_WHAT_IF_US),
  /** How long the models follow history before the instant; 0 begins at the models' own start values. */
  warmUpUs: z.number().int().min(0).max(LONGEST_WHAT_IF_US).default(USUAL_WARM_UP_US).optional(),
  changes: z.array(whatIfChange).min(1).max(200),
  name: z.string().max(200).optional(),
});
export type WhatIfRequest = z.infer<typeof whatIfRequest>;

/** A change as it was made. */
export interface MadeChange extends WhatIfChange {
  readonly unit: string;
}

/** A state at the instant: as the models came to it, or as it was measured where a compared output is that state. */
export interface StartState {
  readonly use: string;
  readonly assetId: string;
  readonly state: string;
  readonly unit: string;
  readonly value: number;
  /** The signal whose measured value it is. */
  readonly measured?: string;
}

/** An input that kept its last value, because history has no more of it. */
export interface HeldInput {
  readonly signal: string;
  readonly sinceUs: number;
}

/** What the changes did to one signal: changed less unchanged. */
export interface WhatIfEffect {
  readonly signal: string;
  /** Of a difference. */
  readonly unit: string;
  /** The one furthest from zero, with its sign. */
  readonly greatest: number;
  readonly greatestAtUs: number;
  readonly end: number;
}

/** What a what-if run records of itself. */
export interface WhatIf {
  readonly atUs: number;
  readonly warmUpUs: number;
  /** Nothing was read after it. Absent where an older Twinbench made it: up to the end. */
  readonly readUntilUs?: number;
  /** None: the unchanged replay that another run is seen beside. */
  readonly changes: readonly MadeChange[];
  readonly start: readonly StartState[];
  readonly held: readonly HeldInput[];
  /** Id of the unchanged replay from the same start. */
  readonly baseline?: string;
  readonly effects?: readonly WhatIfEffect[];
}

/** `load = 3 kW`, `load + 0.5 kW`, `R × 1.2`. */
export function changeText({ name, how, amount, unit }: Pick<MadeChange, "name" | "how" | "amount" | "unit">): string {
  const inUnit = `${Math.abs(amount)} ${displayUnit(unit)}`.trim();
  if (how === "scale") return `${name} × ${amount}`;
  if (how === "set") return `${name} = ${amount < 0 ? "−" : ""}${inUnit}`;
  return `${name} ${amount < 0 ? "−" : "+"} ${inUnit}`;
}
