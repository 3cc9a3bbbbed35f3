/** Keys every list of rows understands: arrows, paging, Space, Ctrl+A and typing ahead. Trees and tables add their own. */
import { useRef, type KeyboardEvent } from "react";
import { moveOfKey, moveRow, selectAllRows, toggleRow, type RowSelection } from "./rowSelection.ts";

/** Letters typed within this time are one word. */
const TYPE_AHEAD_MS = 700;

export interface RowKeys {
  readonly ids: readonly string[];
  readonly labelOf: (id: string) => string;
  readonly state: RowSelection;
  readonly rowsPerPage: number;
  readonly onChange: (state: RowSelection) => void;
}

/** A handler that tells whether it used the key. */
export function useRowKeys({ ids, labelOf, state, rowsPerPage, onChange }: RowKeys): (event: KeyboardEvent) => boolean {
  const typed = useRef({ text: "", atMs: 0 });
  return (event) => {
    const modifiers = { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
    const move = moveOfKey(event.key);
    if (event.altKey) return false;
    if (move) return done(event, onChange(moveRow(ids, state, move, rowsPerPage, modifiers)));
    if (modifiers.ctrl && event.key.toLowerCase() === "a") return done(event, onChange(selectAllRows(ids, state)));
    if (modifiers.ctrl) return false;
    if (event.key === " " && typed.current.text === "") return done(event, onChange(toggleRow(state)));
    if (event.key.length !== 1) return false;
    const now = performance.now();
    const text = (now - typed.current.atMs < TYPE_AHEAD_MS ? typed.current.text : "") + event.key.toLowerCase();
    typed.current = { text, atMs: now };
    setTimeout(() => {
      if (performance.now() - typed.current.atMs >= TYPE_AHEAD_MS) typed.current = { text: "", atMs: 0 };
    }, TYPE_AHEAD_MS + 1);
    const start = Math.max(0, state.current === undefined ? 0 : ids.indexOf(state.current) + (text.length === 1 ? 1 : 0));
    const found = [...ids.slice(start), ...ids.slice(0, start)].find((id) => labelOf(id).toLowerCase().startsWith(text));
    return found === undefined ? false : done(event, onChange({ selected: [found], current: found, anchor: found }));
  };
}

function done(event: KeyboardEvent, _handled: void): true {
  event.preventDefault();
  return true;
}
