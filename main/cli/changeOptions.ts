/** What is other in a what-if or a forecast: how it is typed, and what the commands say of it and of the begin. */
import type { UseInfo } from "../../shared/contract/runs.ts";
import { LONGEST_WHAT_IF_US, type ChangeKind, type MadeChange, type StartState, type WhatIfChange } from "../../shared/contract/whatIf.ts";
import { formatPath } from "../../shared/model/path.ts";
import type { Project } from "../../shared/model/project.ts";
import { assetPath } from "../../shared/model/signals.ts";
import { US_PER_DAY, US_PER_MS } from "../../shared/time/time.ts";
import { resolveAsset } from "./assetPath.ts";
import { parseDurationMs } from "./time.ts";
import { usageError } from "./usage.ts";

/** A length of time as it is typed, in µs. */
export function durationUs(text: string, option: string): number {
  return Math.round(parseDurationMs(text, option) * US_PER_MS);
}

/** How long a course goes on, or follows history before: a length as it is typed, in µs. */
export function courseUs(text: string, option: string): number {
  const us = durationUs(text, option);
  if (us > LONGEST_WHAT_IF_US) throw usageError(`${option} ${text}: at most ${LONGEST_WHAT_IF_US / US_PER_DAY}d, a year: longer courses are too much to keep.`);
  return us;
}

const KINDS: Readonly<Record<string, { readonly how: ChangeKind; readonly sign: number }>> = { "=": { how: "set", sign: 1 }, "+=": { how: "shift", sign: 1 }, "-=": { how: "shift", sign: -1 }, "*=": { how: "scale", sign: 1 } };

/** `USE.NAME=3`, `USE.NAME+=0.5`, `USE.NAME@ASSET*=1.2`. */
export function readChange(text: string, project: Project, uses: readonly UseInfo[]): WhatIfChange {
  const [, use = "", name = "", asset, sign = "", amount = ""] = /^([\p{L}\p{N}_]+)\.([\p{L}\p{N}_]+)(?:@(.+?))?\s*([-+*]?=)\s*(\S+)$/u.exec(text.trim()) ?? [];
  const kind = KINDS[sign];
  if (!kind || Number.isNaN(Number(amount))) throw usageError(`--change ${text}: write it as USE.NAME=3, USE.NAME+=0.5, USE.NAME-=0.5 or USE.NAME*=1.2, in the model's unit; on one asset as USE.NAME@ASSET=3.`);
  const isParameter = uses.some((one) => one.name === use && one.parameters.some((parameter) => parameter.name === name));
  return { of: isParameter ? "parameter" : "input", use, name, how: kind.how, amount: kind.sign * Number(amount), ...(asset !== undefined && { asset: resolveAsset(project, asset) }) };
}

export function changeDocument(project: Project, { of, use, name, asset, how, amount, unit }: MadeChange) {
  return { of, use, name, asset: asset === undefined ? null : formatPath(assetPath(project, asset)), how, amount, unit };
}

export function startDocument(project: Project, { use, assetId, state, value, unit, measured }: StartState) {
  return { use, asset: formatPath(assetPath(project, assetId)), state, value, unit, from: measured === undefined ? "replayed" : "measured" };
}
