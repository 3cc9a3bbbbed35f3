/** Choosing rows of a list, tree or table by mouse and keyboard, as spreadsheets do it. Pure; ids in the order shown. */

export interface RowSelection {
  readonly selected: readonly string[];
  /** The row with the keyboard's focus. */
  readonly current?: string;
  /** Where a stretch chosen with Shift begins. */
  readonly anchor?: string;
}

export interface Modifiers {
  readonly shift: boolean;
  /** Ctrl, or Cmd on macOS. */
  readonly ctrl: boolean;
}

export type RowMove = "up" | "down" | "home" | "end" | "pageUp" | "pageDown";

export function clickRow(ids: readonly string[], state: RowSelection, id: string, { shift, ctrl }: Modifiers): RowSelection {
  if (shift) return stretch(ids, state, id);
  if (!ctrl) return { selected: [id], current: id, anchor: id };
  const selected = state.selected.includes(id) ? state.selected.filter((other) => other !== id) : [...state.selected, id];
  return { selected, current: id, anchor: id };
}

/** Ctrl moves the focus alone; Shift stretches; plain keys choose the one row. */
export function moveRow(ids: readonly string[], state: RowSelection, move: RowMove, rowsPerPage: number, modifiers: Modifiers): RowSelection {
  const id = ids[targetIndex(ids, state.current, move, rowsPerPage)];
  if (id === undefined) return state;
  if (modifiers.shift) return stretch(ids, state, id);
  if (modifiers.ctrl) return { ...state, current: id };
  return { selected: [id], current: id, anchor: id };
}

export function toggleRow(state: RowSelection): RowSelection {
  const { current } = state;
  if (current === undefined) return state;
  const selected = state.selected.includes(current) ? state.selected.filter((id) => id !== current) : [...state.selected, current];
  return { ...state, selected, anchor: current };
}

export function selectAllRows(ids: readonly string[], state: RowSelection): RowSelection {
  return { ...state, selected: ids };
}

function targetIndex(ids: readonly string[], current: string | undefined, move: RowMove, rowsPerPage: number): number {
  const last = ids.length - 1;
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (move === "home" || last < 0) return 0;
  if (move === "end") return last;
  if (at < 0) return 0;
  const step = { up: -1, down: 1, pageUp: -rowsPerPage, pageDown: rowsPerPage }[move];
  return Math.min(last, Math.max(0, at + step));
}

function stretch(ids: readonly string[], state: RowSelection, id: string): RowSelection {
  const anchor = state.anchor !== undefined && ids.includes(state.anchor) ? state.anchor : id;
  const [from, to] = [ids.indexOf(anchor), ids.indexOf(id)].sort((a, b) => a - b);
  return { selected: ids.slice(from, (to ?? 0) + 1), current: id, anchor };
}

const MOVES: Readonly<Record<string, RowMove>> = { ArrowUp: "up", ArrowDown: "down", Home: "home", End: "end", PageUp: "pageUp", PageDown: "pageDown" };

/** The move a key asks for, or undefined. */
export function moveOfKey(key: string): RowMove | undefined {
  return MOVES[key];
}
